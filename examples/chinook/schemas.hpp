// SPDX-License-Identifier: MIT
#pragma once

// What comes in: one struct for the whole file, with a list for each kind of thing. JSON says AlbumId, the program
// album_id, so every field has an alias; the rules beside them are those that the shop wants kept in any file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/schema.hpp>

#include "models.hpp"

namespace chinook {

using plinth::alias;
using plinth::field;
using plinth::ge;

/// Keys are given. A 0 would ask the database for one, and nothing could point to it.
inline constexpr std::int64_t first_key = 1;

struct Named {
  std::int64_t id = 0;
  std::string name;
  static constexpr auto schema =
      plinth::schema(field<&Named::id>(ge(first_key)), field<&Named::name>(alias("Name"), plinth::max_length(120)));
};

// What a base says of a field holds on; here only the name of its key is added.
struct GenreCreate : Named {
  static constexpr auto schema = plinth::schema<Named>(field<&GenreCreate::id>(alias("GenreId")));
};
struct MediaTypeCreate : Named {
  static constexpr auto schema = plinth::schema<Named>(field<&MediaTypeCreate::id>(alias("MediaTypeId")));
};
struct ArtistCreate : Named {
  static constexpr auto schema = plinth::schema<Named>(field<&ArtistCreate::id>(alias("ArtistId")));
};
struct PlaylistCreate : Named {
  static constexpr auto schema = plinth::schema<Named>(field<&PlaylistCreate::id>(alias("PlaylistId")));
};

struct AlbumCreate {
  std::int64_t id = 0;
  std::string title;
  std::int64_t artist_id = 0;
  static constexpr auto schema = plinth::schema(field<&AlbumCreate::id>(alias("AlbumId"), ge(first_key)),
                                                field<&AlbumCreate::title>(alias("Title"), plinth::max_length(160)),
                                                field<&AlbumCreate::artist_id>(alias("ArtistId")));
};

struct TrackCreate {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::int64_t> album_id;
  std::int64_t media_type_id = 0;
  std::optional<std::int64_t> genre_id;
  std::optional<std::string> composer;
  std::int64_t milliseconds = 0;
  std::optional<std::int64_t> bytes;
  money unit_price;
  static constexpr auto schema = plinth::schema(
      field<&TrackCreate::id>(alias("TrackId"), ge(first_key)),
      field<&TrackCreate::name>(alias("Name"), plinth::max_length(200)),
      field<&TrackCreate::album_id>(alias("AlbumId")), field<&TrackCreate::media_type_id>(alias("MediaTypeId")),
      field<&TrackCreate::genre_id>(alias("GenreId")),
      field<&TrackCreate::composer>(alias("Composer"), plinth::max_length(220)),
      field<&TrackCreate::milliseconds>(alias("Milliseconds"), ge(0)),
      field<&TrackCreate::bytes>(alias("Bytes"), ge(0)), field<&TrackCreate::unit_price>(alias("UnitPrice")));
};

struct PersonBase {
  std::int64_t id = 0;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> address;
  std::optional<std::string> city;
  std::optional<std::string> state;
  std::optional<std::string> country;
  std::optional<std::string> postal_code;
  std::optional<std::string> phone;
  std::optional<std::string> fax;
  std::string email;
  static constexpr auto schema = plinth::schema(
      field<&PersonBase::id>(ge(first_key)), field<&PersonBase::first_name>(alias("FirstName"), plinth::min_length(1)),
      field<&PersonBase::last_name>(alias("LastName"), plinth::min_length(1)),
      field<&PersonBase::address>(alias("Address")), field<&PersonBase::city>(alias("City")),
      field<&PersonBase::state>(alias("State")), field<&PersonBase::country>(alias("Country")),
      field<&PersonBase::postal_code>(alias("PostalCode")), field<&PersonBase::phone>(alias("Phone")),
      field<&PersonBase::fax>(alias("Fax")), field<&PersonBase::email>(alias("Email"), plinth::email));
};

struct EmployeeCreate : PersonBase {
  std::optional<std::string> title;
  std::optional<std::int64_t> reports_to;
  std::optional<wall_clock> birth_date;
  std::optional<wall_clock> hire_date;
  static constexpr auto schema = plinth::schema<PersonBase>(
      field<&EmployeeCreate::id>(alias("EmployeeId")), field<&EmployeeCreate::title>(alias("Title")),
      field<&EmployeeCreate::reports_to>(alias("ReportsTo")), field<&EmployeeCreate::birth_date>(alias("BirthDate")),
      field<&EmployeeCreate::hire_date>(alias("HireDate")));
};

struct CustomerCreate : PersonBase {
  std::optional<std::string> company;
  std::optional<std::int64_t> support_rep_id;
  static constexpr auto schema = plinth::schema<PersonBase>(
      field<&CustomerCreate::id>(alias("CustomerId")), field<&CustomerCreate::company>(alias("Company")),
      field<&CustomerCreate::support_rep_id>(alias("SupportRepId")));
};

struct InvoiceCreate {
  std::int64_t id = 0;
  std::int64_t customer_id = 0;
  wall_clock invoice_date;
  std::optional<std::string> billing_address;
  std::optional<std::string> billing_city;
  std::optional<std::string> billing_state;
  std::optional<std::string> billing_country;
  std::optional<std::string> billing_postal_code;
  money total;
  static constexpr auto schema = plinth::schema(field<&InvoiceCreate::id>(alias("InvoiceId"), ge(first_key)),
                                                field<&InvoiceCreate::customer_id>(alias("CustomerId")),
                                                field<&InvoiceCreate::invoice_date>(alias("InvoiceDate")),
                                                field<&InvoiceCreate::billing_address>(alias("BillingAddress")),
                                                field<&InvoiceCreate::billing_city>(alias("BillingCity")),
                                                field<&InvoiceCreate::billing_state>(alias("BillingState")),
                                                field<&InvoiceCreate::billing_country>(alias("BillingCountry")),
                                                field<&InvoiceCreate::billing_postal_code>(alias("BillingPostalCode")),
                                                field<&InvoiceCreate::total>(alias("Total")));
};

struct InvoiceLineCreate {
  std::int64_t id = 0;
  std::int64_t invoice_id = 0;
  std::int64_t track_id = 0;
  money unit_price;
  std::int64_t quantity = 0;
  static constexpr auto schema = plinth::schema(field<&InvoiceLineCreate::id>(alias("InvoiceLineId"), ge(first_key)),
                                                field<&InvoiceLineCreate::invoice_id>(alias("InvoiceId")),
                                                field<&InvoiceLineCreate::track_id>(alias("TrackId")),
                                                field<&InvoiceLineCreate::unit_price>(alias("UnitPrice")),
                                                field<&InvoiceLineCreate::quantity>(alias("Quantity"), ge(1)));
};

struct PlaylistTrackCreate {
  std::int64_t playlist_id = 0;
  std::int64_t track_id = 0;
  static constexpr auto schema = plinth::schema(field<&PlaylistTrackCreate::playlist_id>(alias("PlaylistId")),
                                                field<&PlaylistTrackCreate::track_id>(alias("TrackId")));
};

struct ShopCreate {
  std::vector<GenreCreate> genres;
  std::vector<MediaTypeCreate> media_types;
  std::vector<ArtistCreate> artists;
  std::vector<AlbumCreate> albums;
  std::vector<TrackCreate> tracks;
  std::vector<EmployeeCreate> employees;
  std::vector<CustomerCreate> customers;
  std::vector<InvoiceCreate> invoices;
  std::vector<InvoiceLineCreate> invoice_lines;
  std::vector<PlaylistCreate> playlists;
  std::vector<PlaylistTrackCreate> playlist_tracks;
  static constexpr auto schema = plinth::schema(
      field<&ShopCreate::genres>(alias("Genre")), field<&ShopCreate::media_types>(alias("MediaType")),
      field<&ShopCreate::artists>(alias("Artist")), field<&ShopCreate::albums>(alias("Album")),
      field<&ShopCreate::tracks>(alias("Track")), field<&ShopCreate::employees>(alias("Employee")),
      field<&ShopCreate::customers>(alias("Customer")), field<&ShopCreate::invoices>(alias("Invoice")),
      field<&ShopCreate::invoice_lines>(alias("InvoiceLine")), field<&ShopCreate::playlists>(alias("Playlist")),
      field<&ShopCreate::playlist_tracks>(alias("PlaylistTrack")));
};

}  // namespace chinook
