// SPDX-License-Identifier: MIT
#pragma once

// The tables of a music shop. Keys come from the data, so every foreign key is a plain number; the relationships say
// the same for queries.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>

#include "money.hpp"

namespace chinook {

/// Dates are what a clock on the wall of the shop showed: the data knows no zone.
using wall_clock = std::chrono::local_time<std::chrono::seconds>;

struct Genre {
  std::int64_t id = 0;
  std::string name;

  static constexpr auto table = plinth::table("genre", plinth::column<&Genre::id>(plinth::primary_key),
                                              plinth::column<&Genre::name>(plinth::length(120)));
};

struct MediaType {
  std::int64_t id = 0;
  std::string name;

  static constexpr auto table = plinth::table("media_type", plinth::column<&MediaType::id>(plinth::primary_key),
                                              plinth::column<&MediaType::name>(plinth::length(120)));
};

struct Artist {
  std::int64_t id = 0;
  std::string name;

  static constexpr auto table = plinth::table("artist", plinth::column<&Artist::id>(plinth::primary_key),
                                              plinth::column<&Artist::name>(plinth::length(120)));
};

struct Album {
  std::int64_t id = 0;
  std::string title;
  std::int64_t artist_id = 0;
  plinth::relationship<Artist> artist;

  static constexpr auto table = plinth::table(
      "album", plinth::column<&Album::id>(plinth::primary_key), plinth::column<&Album::title>(plinth::length(160)),
      plinth::column<&Album::artist_id>(plinth::foreign_key<&Artist::id>(), plinth::index));
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
  money unit_price;
  plinth::relationship<Album> album;

  static constexpr auto table = plinth::table(
      "track", plinth::column<&Track::id>(plinth::primary_key), plinth::column<&Track::name>(plinth::length(200)),
      plinth::column<&Track::album_id>(plinth::foreign_key<&Album::id>(), plinth::index),
      plinth::column<&Track::media_type_id>(plinth::foreign_key<&MediaType::id>(), plinth::index),
      plinth::column<&Track::genre_id>(plinth::foreign_key<&Genre::id>(), plinth::index),
      plinth::column<&Track::composer>(plinth::length(220)));
};

/// What the shop knows of everybody, whether they work there or buy there.
struct Person {
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
};

struct Employee : Person {
  std::optional<std::string> title;
  std::optional<std::int64_t> reports_to;
  std::optional<wall_clock> birth_date;
  std::optional<wall_clock> hire_date;

  static constexpr auto table =
      plinth::table("employee", plinth::bases<Person>(), plinth::primary_key_of<&Employee::id>(),
                    plinth::column<&Employee::title>(plinth::length(30)),
                    plinth::column<&Employee::reports_to>(plinth::foreign_key("employee.id"), plinth::index),
                    plinth::column<&Employee::birth_date>(), plinth::column<&Employee::hire_date>());
};

struct Invoice;

struct Customer : Person {
  std::optional<std::string> company;
  std::optional<std::int64_t> support_rep_id;
  plinth::relationship<std::vector<Invoice>> invoices;

  static constexpr auto table =
      plinth::table("customer", plinth::bases<Person>(), plinth::primary_key_of<&Customer::id>(),
                    plinth::column<&Customer::company>(plinth::length(80)),
                    plinth::column<&Customer::support_rep_id>(plinth::foreign_key("employee.id"), plinth::index),
                    plinth::relation<&Customer::invoices>(plinth::back_populates("customer")));
};

struct InvoiceLine;

struct Invoice {
  std::int64_t id = 0;
  std::int64_t customer_id = 0;
  wall_clock invoice_date;
  std::optional<std::string> billing_address;
  std::optional<std::string> billing_city;
  std::optional<std::string> billing_state;
  std::optional<std::string> billing_country;
  std::optional<std::string> billing_postal_code;
  money total;
  plinth::relationship<Customer> customer;
  plinth::relationship<std::vector<InvoiceLine>> lines;

  static constexpr auto table =
      plinth::table("invoice", plinth::column<&Invoice::id>(plinth::primary_key),
                    plinth::column<&Invoice::customer_id>(
                        plinth::foreign_key("customer.id", plinth::on_delete::restrict), plinth::index),
                    plinth::relation<&Invoice::customer>(plinth::back_populates("invoices")),
                    plinth::relation<&Invoice::lines>(plinth::back_populates("invoice")));
};

struct InvoiceLine {
  std::int64_t id = 0;
  std::int64_t invoice_id = 0;
  std::int64_t track_id = 0;
  money unit_price;
  std::int64_t quantity = 0;
  plinth::relationship<Invoice> invoice;
  plinth::relationship<Track> track;

  static constexpr auto table =
      plinth::table("invoice_line", plinth::column<&InvoiceLine::id>(plinth::primary_key),
                    plinth::column<&InvoiceLine::invoice_id>(
                        plinth::foreign_key<&Invoice::id>(plinth::on_delete::cascade), plinth::index),
                    plinth::column<&InvoiceLine::track_id>(plinth::foreign_key<&Track::id>(), plinth::index),
                    plinth::relation<&InvoiceLine::invoice>(plinth::back_populates("lines")));
};

struct Playlist {
  std::int64_t id = 0;
  std::string name;

  static constexpr auto table = plinth::table("playlist", plinth::column<&Playlist::id>(plinth::primary_key),
                                              plinth::column<&Playlist::name>(plinth::length(120)));
};

/// A track on a playlist: its key is the two together.
struct PlaylistTrack {
  std::int64_t playlist_id = 0;
  std::int64_t track_id = 0;
  plinth::relationship<Playlist> playlist;
  plinth::relationship<Track> track;

  static constexpr auto table =
      plinth::table("playlist_track", plinth::primary_key_of<&PlaylistTrack::playlist_id, &PlaylistTrack::track_id>(),
                    plinth::column<&PlaylistTrack::playlist_id>(plinth::foreign_key<&Playlist::id>()),
                    plinth::column<&PlaylistTrack::track_id>(plinth::foreign_key<&Track::id>(), plinth::index));
};

using Base = plinth::metadata<Genre, MediaType, Artist, Album, Track, Employee, Customer, Invoice, InvoiceLine,
                              Playlist, PlaylistTrack>;

}  // namespace chinook
