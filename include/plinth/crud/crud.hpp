// SPDX-License-Identifier: MIT
#pragma once

// The functions that every resource of a service has, made from a model and its schemas:
//
//   using users = plinth::crud<User, UserCreate, UserUpdate, UserRead>;
//   UserRead ada = users::create(session, in);
//
// They work on the caller's session and commit nothing.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/model/info.hpp>
#include <plinth/schema/mapping.hpp>
#include <plinth/schema/projection.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/key.hpp>

namespace plinth {

/// `Exceptions` names the fields of Create and Update that have no counterpart in the model (`decltype(plinth::except<
/// &UserCreate::password>)`); what they mean for the model is said by the function that `create` and `update` take.
template <entity Model, class Create, class Update, class Read, class Exceptions = std::remove_cv_t<decltype(except<>)>>
struct crud {
  /// A new row from `in`. `prepare(model)`, where given, sets what the schema does not: a hash in place of a password.
  /// Emits the INSERT, and the SELECTs that Read needs.
  template <class Prepare>
  static Read create(session& in_session, const Create& in, const Prepare& prepare) {
    Model fresh = to_model<Model>(in, Exceptions{});
    prepare(fresh);
    const ref<const Model> added = in_session.add(std::move(fresh));
    in_session.flush();
    return *read(in_session, *added);
  }
  static Read create(session& in_session, const Create& in) {
    return create(in_session, in, [](Model&) {});
  }

  /// The row with this key, or nothing.
  template <class... Key>
  [[nodiscard]] static std::optional<Read> get(session& in_session, const Key&... key) {
    return in_session.query<Model>().filter(key_is<Model>(key...)).template as<Read>().one_or_none();
  }

  /// At most `limit` rows in the order of their keys, after the first `skip`.
  [[nodiscard]] static std::vector<Read> list(session& in_session, std::int64_t skip = 0, std::int64_t limit = 100) {
    return in_session.query<Model>()
        .order_by(key_order<Model>)
        .offset(skip)
        .limit(limit)
        .template as<Read>()
        .all();
  }

  /// Changes what `change` gives of the row with this key: one SELECT, and an UPDATE of the columns that differ.
  /// Nothing where there is no such row. (The key stands last, for it may have several values.)
  template <class... Key>
  static std::optional<Read> update(session& in_session, const Update& change, const Key&... key) {
    const ref<Model> found = in_session.get<Model>(key...);
    if (!found) return std::nullopt;
    apply(*found, change);
    in_session.flush();
    return read(in_session, std::as_const(*found));
  }

  /// Removes the row with this key, and what it owns. False where there is none.
  template <class... Key>
  static bool remove(session& in_session, const Key&... key) {
    const ref<Model> found = in_session.get<Model>(key...);
    if (!found) return false;
    in_session.remove(found);
    in_session.flush();
    return true;
  }

 private:
  /// The row of an object, by the fields of its key.
  [[nodiscard]] static std::optional<Read> read(session& in_session, const Model& object) {
    sql::key_condition<Model> same;
    const model::model_info& m = model::info_of<Model>();
    const auto* begin = reinterpret_cast<const std::byte*>(&object);
    for (std::size_t i = 0; i < m.key.size(); ++i) {
      const model::column_info& c = m.columns[m.key[i]];
      same.values[i] = sql::encoded_parameter(c.type->encode, begin + c.offset);
    }
    return in_session.query<Model>().filter(same).template as<Read>().one_or_none();
  }
};

}  // namespace plinth
