// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/json_schema.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/json/writer.hpp>

namespace plinth::dto {

class schema_writer {
 public:
  explicit schema_writer(const json_schema_options& options)
      : out_(json::writer_options{.indent = options.indent}), reference_(options.reference) {}

  [[nodiscard]] std::string text_of(const value_type& type) {
    out_.begin_object();
    put("$schema", "https://json-schema.org/draft/2020-12/schema");
    if (type.shape == shape::object)
      object_body(type.object());
    else
      value(type, nullptr);
    definitions();
    out_.end_object();
    return out_.take();
  }

 private:
  void put(std::string_view key, std::string_view text) {
    out_.key(key);
    out_.string(text);
  }
  void put_true(std::string_view key) {
    out_.key(key);
    out_.boolean(true);
  }
  void put_closed() {
    out_.key("additionalProperties");
    out_.boolean(false);
  }
  void put_count(std::string_view key, std::uint64_t value) {
    out_.key(key);
    out_.integer(value);
  }
  void put_bound(std::string_view key, const bound& b) {
    out_.key(key);
    if (b.integral)
      out_.integer(b.integer);
    else
      out_.floating(b.real);
  }

  /// The members of a schema object for a value; rules may be null.
  void value(const value_type& type, const rules* said) {
    switch (type.shape) {
      case shape::boolean: put("type", "boolean"); break;
      case shape::integer: integer(type, said); break;
      case shape::number:
        put("type", "number");
        limits(said);
        break;
      case shape::text: text(type, said); break;
      case shape::enumeration: names(type); break;
      case shape::optional: nullable(*type.inner, said); break;
      case shape::patch: value(*type.inner, said); break;
      case shape::list: list(type, said); break;
      case shape::map: map(type, said); break;
      case shape::object: reference(type.object()); break;
      case shape::any: break;
    }
  }

  void integer(const value_type& type, const rules* said) {
    put("type", "integer");
    limits(said);
    if (type.plain == plain::int64) return;  // what every integer is
    if (!said || !said->has(rule_gt | rule_ge)) {
      out_.key("minimum");
      out_.integer(type.least);
    }
    if (!said || !said->has(rule_lt | rule_le)) put_count("maximum", type.most);
  }

  void limits(const rules* said) {
    if (!said) return;
    if (said->has(rule_gt)) put_bound("exclusiveMinimum", said->gt);
    if (said->has(rule_ge)) put_bound("minimum", said->ge);
    if (said->has(rule_lt)) put_bound("exclusiveMaximum", said->lt);
    if (said->has(rule_le)) put_bound("maximum", said->le);
    if (said->has(rule_multiple_of)) put_bound("multipleOf", said->multiple_of);
  }

  void text(const value_type& type, const rules* said) {
    put("type", "string");
    if (type.format == "base64")
      put("contentEncoding", "base64");
    else if (!type.format.empty())
      put("format", type.format);
    if (!said) return;
    if (said->has(rule_email)) put("format", "email");
    if (said->has(rule_write_only) && !said->has(rule_email) && type.plain == plain::text) put("format", "password");
    if (said->has(rule_min_length)) put_count("minLength", said->min_length);
    if (said->has(rule_max_length)) put_count("maxLength", said->max_length);
    if (said->has(rule_pattern)) put("pattern", said->pattern);
  }

  void names(const value_type& type) {
    put("type", "string");
    out_.key("enum");
    out_.begin_array();
    for (const std::string_view name : type.names) {
      out_.element();
      out_.string(name);
    }
    out_.end_array();
  }

  void nullable(const value_type& inner, const rules* said) {
    out_.key("anyOf");
    out_.begin_array();
    out_.element();
    nested(inner, said);
    out_.element();
    out_.begin_object();
    put("type", "null");
    out_.end_object();
    out_.end_array();
  }

  void nested(const value_type& type, const rules* said) {
    out_.begin_object();
    value(type, said);
    out_.end_object();
  }

  void list(const value_type& type, const rules* said) {
    put("type", "array");
    out_.key("items");
    nested(*type.inner, said);
    if (type.exact_items > 0) {
      put_count("minItems", type.exact_items);
      put_count("maxItems", type.exact_items);
    }
    if (!said) return;
    if (said->has(rule_min_items)) put_count("minItems", said->min_items);
    if (said->has(rule_max_items)) put_count("maxItems", said->max_items);
    if (said->has(rule_unique_items)) put_true("uniqueItems");
  }

  void map(const value_type& type, const rules* said) {
    put("type", "object");
    out_.key("additionalProperties");
    nested(*type.inner, said);
    if (!said) return;
    if (said->has(rule_min_items)) put_count("minProperties", said->min_items);
    if (said->has(rule_max_items)) put_count("maxProperties", said->max_items);
  }

  void words(const rules& said) {
    if (said.has(rule_title)) put("title", said.title);
    if (said.has(rule_description)) put("description", said.description);
    if (!said.has(rule_example | rule_example_json)) return;
    out_.key("examples");
    out_.begin_array();
    out_.element();
    if (said.has(rule_example))
      out_.string(said.example);
    else
      out_.raw(said.example);
    out_.end_array();
  }

  void object_body(const object_info& o) {
    if (!o.said->has(rule_title)) put("title", o.name);
    words(*o.said);
    put("type", "object");
    out_.key("properties");
    out_.begin_object();
    for (std::size_t i = 0; i < o.fields.size(); ++i) {
      const field_info& f = o.fields[i];
      out_.key(f.key);
      out_.begin_object();
      words(*f.said);
      value(*f.type, f.said);
      if ((o.read_only >> i & 1) != 0) put_true("readOnly");
      if ((o.write_only >> i & 1) != 0) put_true("writeOnly");
      out_.end_object();
    }
    out_.end_object();
    required(o);
    if (o.unknown == unknown_fields::error) put_closed();
  }

  void required(const object_info& o) {
    if (o.required == 0) return;
    out_.key("required");
    out_.begin_array();
    for (std::size_t i = 0; i < o.fields.size(); ++i) {
      if ((o.required >> i & 1) == 0) continue;
      out_.element();
      out_.string(o.fields[i].key);
    }
    out_.end_array();
  }

  /// The struct's name in `$defs`; a number is added where another struct of that name stands there already.
  [[nodiscard]] std::string name_of(const object_info& o) {
    std::size_t same = 0;
    for (const object_info* known : nested_) {
      if (known == &o) return numbered(o, same);
      if (known->name == o.name) ++same;
    }
    nested_.push_back(&o);
    return numbered(o, same);
  }
  static std::string numbered(const object_info& o, std::size_t same) {
    return same == 0 ? std::string(o.name) : std::string(o.name) + '_' + std::to_string(same + 1);
  }

  void reference(const object_info& o) { put("$ref", std::string(reference_) + name_of(o)); }

  /// Each nested struct, and those that it refers to, once.
  void definitions() {
    if (nested_.empty()) return;
    out_.key("$defs");
    out_.begin_object();
    for (std::size_t i = 0; i < nested_.size(); ++i) {
      const object_info& o = *nested_[i];
      out_.key(name_of(o));
      out_.begin_object();
      object_body(o);
      out_.end_object();
    }
    out_.end_object();
  }

  json::writer out_;
  std::string_view reference_;
  std::vector<const object_info*> nested_;
};

PLINTH_INLINE std::string schema_text(const value_type& type, const json_schema_options& options) {
  return schema_writer(options).text_of(type);
}

}  // namespace plinth::dto
