// SPDX-License-Identifier: MIT
#pragma once

// What comes out: the schemas of the reports, and the queries that fill them. Each order is total, so that the same
// database gives the same text.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

#include "models.hpp"

namespace chinook {

using plinth::col;

struct CountryRevenue {
  std::optional<std::string> country;
  std::int64_t invoices = 0;
  money revenue;
};

[[nodiscard]] inline std::vector<CountryRevenue> revenue_by_country(plinth::session& session) {
  const auto revenue = plinth::coalesce(total_of(col<&Invoice::total>), money{});
  return session.query<Invoice>()
      .select(col<&Invoice::billing_country>, plinth::count(), revenue)
      .group_by(col<&Invoice::billing_country>)
      .order_by(revenue.desc(), col<&Invoice::billing_country>)
      .into<CountryRevenue>()
      .all();
}

struct ArtistSales {
  std::string artist;
  std::int64_t buyers = 0;
  std::int64_t tracks_sold = 0;
  money revenue;
};

[[nodiscard]] inline std::vector<ArtistSales> best_selling_artists(plinth::session& session, std::int64_t most) {
  const auto buyers = plinth::count_distinct(col<&Invoice::customer_id>);
  const auto sold = plinth::coalesce(plinth::sum(col<&InvoiceLine::quantity>), std::int64_t{0});
  const auto price = times(col<&InvoiceLine::unit_price>, col<&InvoiceLine::quantity>);
  const auto revenue = plinth::coalesce(total_of(price), money{});
  return session.query<InvoiceLine>()
      .join<&InvoiceLine::invoice>()
      .join<&InvoiceLine::track>()
      .join<&Track::album>()
      .join<&Album::artist>()
      .select(col<&Artist::name>, buyers, sold, revenue)
      .group_by(col<&Artist::id>, col<&Artist::name>)
      .order_by(revenue.desc(), sold.desc(), col<&Artist::name>)
      .limit(most)
      .into<ArtistSales>()
      .all();
}

struct TrackName {
  std::string name;
};

struct LineReport {
  std::int64_t id = 0;
  TrackName track;
  money unit_price;
  std::int64_t quantity = 0;
};

struct InvoiceReport {
  std::int64_t id = 0;
  wall_clock invoice_date;
  money total;
  std::vector<LineReport> lines;
};

struct CustomerReport {
  std::int64_t id = 0;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> country;
  std::vector<InvoiceReport> invoices;
};

/// One SELECT for each of customers, invoices, lines and tracks, of the columns above only.
[[nodiscard]] inline std::vector<CustomerReport> customers(plinth::session& session) {
  return session.query<Customer>().order_by(col<&Customer::id>).as<CustomerReport>().all();
}

struct PlaylistEntry {
  std::int64_t playlist = 0;  ///< several playlists may have one name
  std::int64_t track = 0;
  std::string name;
  std::optional<std::string> album;
  std::optional<std::string> artist;
  std::int64_t milliseconds = 0;
  money unit_price;
};

[[nodiscard]] inline std::vector<PlaylistEntry> tracks_of_playlist(plinth::session& session, std::string_view name) {
  return session.query<PlaylistTrack>()
      .join<&PlaylistTrack::playlist>()
      .join<&PlaylistTrack::track>()
      .outer_join<&Track::album>()
      .outer_join<&Album::artist>()
      .filter(col<&Playlist::name> == name)
      .order_by(col<&PlaylistTrack::playlist_id>, col<&PlaylistTrack::track_id>)
      .select(col<&PlaylistTrack::playlist_id>, col<&PlaylistTrack::track_id>, col<&Track::name>, col<&Album::title>,
              col<&Artist::name>, col<&Track::milliseconds>, col<&Track::unit_price>)
      .into<PlaylistEntry>()
      .all();
}

struct Reports {
  std::vector<CountryRevenue> revenue_by_country;
  std::vector<ArtistSales> best_selling_artists;
  std::vector<CustomerReport> customers;
  std::vector<PlaylistEntry> playlist;
};

[[nodiscard]] inline Reports all_reports(plinth::session& session, std::string_view playlist) {
  return {revenue_by_country(session), best_selling_artists(session, 10), customers(session),
          tracks_of_playlist(session, playlist)};
}

}  // namespace chinook
