// SPDX-License-Identifier: MIT
#pragma once

// From the JSON file to the database: read through the schemas, written in one unit of work.

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

#include "models.hpp"
#include "schemas.hpp"

namespace chinook {

/// The file writes "" where a text is missing; in the database that is NULL.
template <class Field>
void drop_if_blank(Field& value) {
  if constexpr (std::is_same_v<Field, std::optional<std::string>>)
    if (value && value->empty()) value.reset();
}

/// Every thing of one kind becomes a new object of the session.
template <class Model, class Schema>
std::size_t add_each(plinth::session& session, std::vector<Schema>& things) {
  for (Schema& thing : things) {
    plinth::reflect::apply_fields(thing, [](auto&... field) { (drop_if_blank(field), ...); });
    session.add(plinth::to_model<Model>(std::move(thing)));
  }
  return things.size();
}

/// Moves everything into the session and returns how many objects that makes. The order does not matter: flush() knows
/// which rows have to come first, also among employees who report to each other.
inline std::size_t add_all(plinth::session& session, ShopCreate shop) {
  return add_each<PlaylistTrack>(session, shop.playlist_tracks) + add_each<Playlist>(session, shop.playlists) +
         add_each<InvoiceLine>(session, shop.invoice_lines) + add_each<Invoice>(session, shop.invoices) +
         add_each<Customer>(session, shop.customers) + add_each<Employee>(session, shop.employees) +
         add_each<Track>(session, shop.tracks) + add_each<Album>(session, shop.albums) +
         add_each<Artist>(session, shop.artists) + add_each<MediaType>(session, shop.media_types) +
         add_each<Genre>(session, shop.genres);
}

/// Creates the tables and writes the shop into them in one transaction: all rows are there then, or none. Returns
/// how many.
inline std::size_t import_shop(plinth::engine& engine, ShopCreate shop) {
  Base::create_all(engine);
  plinth::session session{engine};
  const std::size_t rows = add_all(session, std::move(shop));
  session.commit();
  return rows;
}

}  // namespace chinook
