// SPDX-License-Identifier: MIT
// The example's reports on the real data, against SQL written by hand for the original database.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/session/raw_query.hpp>

#include "imported.hpp"
#include "support/catch.hpp"

namespace {

// Prices are doubles there; a sum of them is right after rounding to cents.

constexpr std::string_view revenue_sql = R"(
  SELECT BillingCountry AS country, COUNT(*) AS invoices, CAST(ROUND(SUM(Total) * 100) AS INTEGER) AS revenue
  FROM Invoice GROUP BY BillingCountry ORDER BY revenue DESC, country)";

constexpr std::string_view artists_sql = R"(
  SELECT ar.Name AS artist, COUNT(DISTINCT i.CustomerId) AS buyers, SUM(il.Quantity) AS tracks_sold,
         CAST(ROUND(SUM(il.UnitPrice * il.Quantity) * 100) AS INTEGER) AS revenue
  FROM InvoiceLine il, Invoice i, Track t, Album al, Artist ar
  WHERE i.InvoiceId = il.InvoiceId AND t.TrackId = il.TrackId AND al.AlbumId = t.AlbumId AND ar.ArtistId = al.ArtistId
  GROUP BY ar.ArtistId ORDER BY revenue DESC, tracks_sold DESC, artist LIMIT 10)";

constexpr std::string_view sales_sql = R"(
  SELECT c.CustomerId AS customer, c.FirstName || ' ' || c.LastName AS name, c.Country AS country,
         i.InvoiceId AS invoice, i.InvoiceDate AS date, CAST(ROUND(i.Total * 100) AS INTEGER) AS total,
         il.InvoiceLineId AS line, (SELECT Name FROM Track WHERE TrackId = il.TrackId) AS track,
         CAST(ROUND(il.UnitPrice * 100) AS INTEGER) AS unit_price, il.Quantity AS quantity
  FROM Customer c LEFT JOIN Invoice i ON i.CustomerId = c.CustomerId
                  LEFT JOIN InvoiceLine il ON il.InvoiceId = i.InvoiceId
  ORDER BY customer, invoice, line)";

constexpr std::string_view playlist_sql = R"(
  SELECT PlaylistId AS playlist, TrackId AS track, Name AS name,
         (SELECT Title FROM Album WHERE AlbumId = Track.AlbumId) AS album,
         (SELECT Artist.Name FROM Artist, Album WHERE Artist.ArtistId = Album.ArtistId
                                                  AND Album.AlbumId = Track.AlbumId) AS artist,
         Milliseconds AS milliseconds, CAST(ROUND(UnitPrice * 100) AS INTEGER) AS unit_price
  FROM Track JOIN PlaylistTrack USING (TrackId)
  WHERE PlaylistId IN (SELECT PlaylistId FROM Playlist WHERE Name = ?) ORDER BY playlist, track)";

/// One line of an invoice with all that it belongs to: the customers' report without its nesting.
struct Sale {
  std::int64_t customer = 0;
  std::string name{};
  std::optional<std::string> country{};
  std::optional<std::int64_t> invoice{};
  std::optional<chinook::wall_clock> date{};
  std::optional<chinook::money> total{};
  std::optional<std::int64_t> line{};
  std::optional<std::string> track{};
  std::optional<chinook::money> unit_price{};
  std::optional<std::int64_t> quantity{};
};

std::vector<Sale> flattened(const std::vector<chinook::CustomerReport>& customers) {
  std::vector<Sale> sales;
  for (const auto& c : customers) {
    const Sale customer{.customer = c.id, .name = c.first_name + ' ' + c.last_name, .country = c.country};
    if (c.invoices.empty()) sales.push_back(customer);
    for (const auto& i : c.invoices) {
      Sale invoice = customer;
      invoice.invoice = i.id;
      invoice.date = i.invoice_date;
      invoice.total = i.total;
      if (i.lines.empty()) sales.push_back(invoice);
      for (const auto& l : i.lines) {
        Sale& sale = sales.emplace_back(invoice);
        sale.line = l.id;
        sale.track = l.track.name;
        sale.unit_price = l.unit_price;
        sale.quantity = l.quantity;
      }
    }
  }
  return sales;
}

template <class Row, class... Value>
std::vector<Row> by_hand(chinook_test::databases& both, std::string_view sql, const Value&... values) {
  return both.original.raw<Row>(std::string(sql), values...).all();
}

/// Rows compared as what the example prints of them.
template <class Row>
void check_same(const std::vector<Row>& reported, const std::vector<Row>& expected) {
  REQUIRE(reported.size() == expected.size());
  for (std::size_t i = 0; i < reported.size(); ++i) CHECK(plinth::to_json(reported[i]) == plinth::to_json(expected[i]));
}

}  // namespace

TEST_CASE("the reports on the Chinook data say what hand-written SQL says", "[chinook]") {
  CHINOOK_NEEDED();
  chinook_test::databases both;

  const auto revenue = chinook::revenue_by_country(both.imported);
  check_same(revenue, by_hand<chinook::CountryRevenue>(both, revenue_sql));
  CHECK(revenue.size() == 24);

  const auto artists = chinook::best_selling_artists(both.imported, 10);
  check_same(artists, by_hand<chinook::ArtistSales>(both, artists_sql));
  CHECK(artists.size() == 10);

  const auto sales = flattened(chinook::customers(both.imported));
  check_same(sales, by_hand<Sale>(both, sales_sql));
  CHECK(sales.size() == 2'240);

  for (const std::string_view name : {"Grunge", "Music", "90’s Music", "Movies", "no such playlist"}) {
    INFO(name);
    check_same(chinook::tracks_of_playlist(both.imported, name),
               by_hand<chinook::PlaylistEntry>(both, playlist_sql, name));
  }
  CHECK(chinook::tracks_of_playlist(both.imported, "Grunge").size() == 15);
  CHECK(chinook::tracks_of_playlist(both.imported, "Music").size() == 6'580);  // two playlists have this name
}
