// SPDX-License-Identifier: MIT
#pragma once

// The tables of chinook.sqlite as others made them: their names of tables and columns, prices in NUMERIC columns and
// dates in DATETIME columns. Members are called as in the models of the example, to be compared field by field.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <plinth/plinth.hpp>

namespace original {

using plinth::column;
using plinth::primary_key;
using wall_clock = std::chrono::local_time<std::chrono::seconds>;

struct Genre {
  std::int64_t id = 0;
  std::optional<std::string> name;

  static constexpr auto table = plinth::table("Genre", column<&Genre::id>(primary_key, plinth::name("GenreId")),
                                              column<&Genre::name>(plinth::name("Name")));
};

struct MediaType {
  std::int64_t id = 0;
  std::optional<std::string> name;

  static constexpr auto table =
      plinth::table("MediaType", column<&MediaType::id>(primary_key, plinth::name("MediaTypeId")),
                    column<&MediaType::name>(plinth::name("Name")));
};

struct Artist {
  std::int64_t id = 0;
  std::optional<std::string> name;

  static constexpr auto table = plinth::table("Artist", column<&Artist::id>(primary_key, plinth::name("ArtistId")),
                                              column<&Artist::name>(plinth::name("Name")));
};

struct Album {
  std::int64_t id = 0;
  std::string title;
  std::int64_t artist_id = 0;

  static constexpr auto table =
      plinth::table("Album", column<&Album::id>(primary_key, plinth::name("AlbumId")),
                    column<&Album::title>(plinth::name("Title")), column<&Album::artist_id>(plinth::name("ArtistId")));
};

struct Track {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::int64_t> album_id;
  std::int64_t media_type_id = 0;
  std::optional<std::int64_t> genre_id;
  std::optional<std::string> composer;
  std::int64_t milliseconds = 0;
  std::optional<std::int64_t> bytes;
  double unit_price = 0;

  static constexpr auto table = plinth::table(
      "Track", column<&Track::id>(primary_key, plinth::name("TrackId")), column<&Track::name>(plinth::name("Name")),
      column<&Track::album_id>(plinth::name("AlbumId")), column<&Track::media_type_id>(plinth::name("MediaTypeId")),
      column<&Track::genre_id>(plinth::name("GenreId")), column<&Track::composer>(plinth::name("Composer")),
      column<&Track::milliseconds>(plinth::name("Milliseconds")), column<&Track::bytes>(plinth::name("Bytes")),
      column<&Track::unit_price>(plinth::name("UnitPrice")));
};

struct Employee {
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
  std::optional<std::string> email;
  std::optional<std::string> title;
  std::optional<std::int64_t> reports_to;
  std::optional<wall_clock> birth_date;
  std::optional<wall_clock> hire_date;

  static constexpr auto table = plinth::table(
      "Employee", column<&Employee::id>(primary_key, plinth::name("EmployeeId")),
      column<&Employee::first_name>(plinth::name("FirstName")), column<&Employee::last_name>(plinth::name("LastName")),
      column<&Employee::address>(plinth::name("Address")), column<&Employee::city>(plinth::name("City")),
      column<&Employee::state>(plinth::name("State")), column<&Employee::country>(plinth::name("Country")),
      column<&Employee::postal_code>(plinth::name("PostalCode")), column<&Employee::phone>(plinth::name("Phone")),
      column<&Employee::fax>(plinth::name("Fax")), column<&Employee::email>(plinth::name("Email")),
      column<&Employee::title>(plinth::name("Title")), column<&Employee::reports_to>(plinth::name("ReportsTo")),
      column<&Employee::birth_date>(plinth::name("BirthDate")), column<&Employee::hire_date>(plinth::name("HireDate")));
};

struct Customer {
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
  std::optional<std::string> company;
  std::optional<std::int64_t> support_rep_id;

  static constexpr auto table = plinth::table(
      "Customer", column<&Customer::id>(primary_key, plinth::name("CustomerId")),
      column<&Customer::first_name>(plinth::name("FirstName")), column<&Customer::last_name>(plinth::name("LastName")),
      column<&Customer::address>(plinth::name("Address")), column<&Customer::city>(plinth::name("City")),
      column<&Customer::state>(plinth::name("State")), column<&Customer::country>(plinth::name("Country")),
      column<&Customer::postal_code>(plinth::name("PostalCode")), column<&Customer::phone>(plinth::name("Phone")),
      column<&Customer::fax>(plinth::name("Fax")), column<&Customer::email>(plinth::name("Email")),
      column<&Customer::company>(plinth::name("Company")),
      column<&Customer::support_rep_id>(plinth::name("SupportRepId")));
};

struct Invoice {
  std::int64_t id = 0;
  std::int64_t customer_id = 0;
  wall_clock invoice_date;
  std::optional<std::string> billing_address;
  std::optional<std::string> billing_city;
  std::optional<std::string> billing_state;
  std::optional<std::string> billing_country;
  std::optional<std::string> billing_postal_code;
  double total = 0;

  static constexpr auto table = plinth::table("Invoice", column<&Invoice::id>(primary_key, plinth::name("InvoiceId")),
                                              column<&Invoice::customer_id>(plinth::name("CustomerId")),
                                              column<&Invoice::invoice_date>(plinth::name("InvoiceDate")),
                                              column<&Invoice::billing_address>(plinth::name("BillingAddress")),
                                              column<&Invoice::billing_city>(plinth::name("BillingCity")),
                                              column<&Invoice::billing_state>(plinth::name("BillingState")),
                                              column<&Invoice::billing_country>(plinth::name("BillingCountry")),
                                              column<&Invoice::billing_postal_code>(plinth::name("BillingPostalCode")),
                                              column<&Invoice::total>(plinth::name("Total")));
};

struct InvoiceLine {
  std::int64_t id = 0;
  std::int64_t invoice_id = 0;
  std::int64_t track_id = 0;
  double unit_price = 0;
  std::int64_t quantity = 0;

  static constexpr auto table =
      plinth::table("InvoiceLine", column<&InvoiceLine::id>(primary_key, plinth::name("InvoiceLineId")),
                    column<&InvoiceLine::invoice_id>(plinth::name("InvoiceId")),
                    column<&InvoiceLine::track_id>(plinth::name("TrackId")),
                    column<&InvoiceLine::unit_price>(plinth::name("UnitPrice")),
                    column<&InvoiceLine::quantity>(plinth::name("Quantity")));
};

struct Playlist {
  std::int64_t id = 0;
  std::optional<std::string> name;

  static constexpr auto table =
      plinth::table("Playlist", column<&Playlist::id>(primary_key, plinth::name("PlaylistId")),
                    column<&Playlist::name>(plinth::name("Name")));
};

struct PlaylistTrack {
  std::int64_t playlist_id = 0;
  std::int64_t track_id = 0;

  static constexpr auto table =
      plinth::table("PlaylistTrack", column<&PlaylistTrack::playlist_id>(primary_key, plinth::name("PlaylistId")),
                    column<&PlaylistTrack::track_id>(primary_key, plinth::name("TrackId")));
};

}  // namespace original
