// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/describe.hpp>

#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/json/writer.hpp>

namespace plinth::dto {

PLINTH_INLINE object_record::object_record(const object_parts& parts, std::vector<check_info> checks)
    : fields_(parts.names.size()), ready_(parts.names.size()), checks_(std::move(checks)) {
  keys_.reserve(fields_.size());  // their addresses are kept
  for (std::size_t i = 0; i < fields_.size(); ++i) fill(i, parts);
  info_.name = parts.name;
  info_.fields = fields_;
  info_.checks = checks_;
  info_.unknown = parts.own.unknown;
  info_.said = &parts.own;
}

PLINTH_INLINE void object_record::fill(std::size_t i, const object_parts& parts) {
  const rules& said = parts.said[i];
  const value_type& type = *parts.types[i];
  const std::string_view key = said.has(rule_alias) ? said.alias : parts.names[i];
  static_cast<rules&>(ready_[i]) = said;
  if (said.has(rule_pattern)) {
    programs_.push_back(std::make_unique<const pattern_program>(said.pattern));
    ready_[i].program = programs_.back().get();
  }
  field_info& f = fields_[i];
  f.name = parts.names[i];
  f.key = key;
  f.quoted = &keys_.emplace_back(key);
  f.offset = parts.offsets[i];
  f.type = &type;
  f.rules = said.has(value_rules) ? &ready_[i] : nullptr;
  f.said = &said;
  if (!said.has(value_rules | rule_read_only)) f.read_as = type.plain;
  f.write_as = type.plain;

  const std::uint64_t bit = std::uint64_t{1} << i;
  const bool may_be_absent = type.shape == shape::optional || type.shape == shape::patch || said.has(rule_defaulted);
  if (said.has(rule_read_only)) info_.read_only |= bit;
  if (said.has(rule_write_only)) info_.write_only |= bit;
  if (type.shape == shape::patch) info_.patches |= bit;
  if ((!may_be_absent || said.has(rule_required)) && !said.has(rule_read_only)) info_.required |= bit;
}

}  // namespace plinth::dto
