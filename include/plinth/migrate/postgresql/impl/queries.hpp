// SPDX-License-Identifier: MIT
#pragma once

// What is asked of PostgreSQL's system catalogs. `$schema` stands for the oid of a schema, U+001F between the names of
// a list. Every value is cast to text, and a row has an empty text where there is nothing.

#include <string_view>

namespace plinth::migrate::postgresql::detail {

inline constexpr std::string_view query_tables = R"(
SELECT c.oid::text, c.relname::text, c.relkind::text,
       (c.relispartition OR EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid))::text
FROM pg_class c
WHERE c.relnamespace = $schema AND c.relkind IN ('r', 'p', 'f')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid)";

inline constexpr std::string_view query_columns = R"(
SELECT a.attrelid::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
       a.attidentity::text, a.attgenerated::text, coalesce(pg_get_expr(d.adbin, d.adrelid), ''),
       CASE WHEN a.attcollation <> t.typcollation THEN l.collname::text ELSE '' END,
       coalesce((SELECT string_agg(e.enumlabel, chr(31) ORDER BY e.enumsortorder)
                 FROM pg_enum e WHERE e.enumtypid = a.atttypid), ''),
       (coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%'
        AND EXISTS (SELECT FROM pg_depend o
                    WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
                      AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum AND o.deptype = 'a'))::text
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relnamespace = $schema AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum)";

inline constexpr std::string_view query_constraints = R"(
SELECT k.conrelid::text, k.conname::text, k.contype::text,
       coalesce((SELECT string_agg(a.attname::text, chr(31) ORDER BY n.place)
                 FROM unnest(k.conkey) WITH ORDINALITY n (number, place)
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number), ''),
       coalesce(t.relname::text, ''), coalesce(t.relnamespace = $schema, false)::text,
       coalesce((SELECT string_agg(a.attname::text, chr(31) ORDER BY n.place)
                 FROM unnest(k.confkey) WITH ORDINALITY n (number, place)
                 JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number), ''),
       k.confdeltype::text, k.confupdtype::text, k.condeferrable::text, k.condeferred::text,
       coalesce(pg_get_expr(k.conbin, k.conrelid), ''),
       (NOT k.convalidated OR (k.contype = 'c' AND k.connoinherit)
        OR (k.contype = 'f' AND k.confmatchtype <> 's'))::text
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class t ON t.oid = k.confrelid
WHERE c.relnamespace = $schema AND k.contype <> 'n' AND c.relkind = 'r'
  AND (k.contype IN ('c', 'f') OR k.conindid <> 0)
ORDER BY k.oid)";

inline constexpr std::string_view query_indexes = R"(
SELECT i.indrelid::text, x.relname::text, i.indisunique::text, i.indisvalid::text, m.amname::text,
       pg_get_indexdef(i.indexrelid), coalesce(k.columns, ''), coalesce(k.orders, ''),
       (i.indexprs IS NULL AND i.indnatts = i.indnkeyatts AND coalesce(k.usual, false))::text,
       coalesce(pg_get_expr(i.indpred, i.indrelid), '')
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_am m ON m.oid = x.relam
CROSS JOIN LATERAL (
  SELECT string_agg(a.attname::text, chr(31) ORDER BY n.place) AS columns,
         string_agg(n.how::text, chr(31) ORDER BY n.place) AS orders,
         bool_and(o.opcdefault AND n.how IN (0, 3) AND n.sorting = a.attcollation) AS usual
  FROM unnest(i.indkey::int2[], i.indoption::int2[], i.indclass::oid[], i.indcollation::oid[])
    WITH ORDINALITY n (number, how, class, sorting, place)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n.number AND n.number > 0
  LEFT JOIN pg_opclass o ON o.oid = n.class
) k
WHERE c.relnamespace = $schema AND c.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_constraint u WHERE u.conindid = i.indexrelid AND u.contype IN ('p', 'u', 'x'))
ORDER BY i.indexrelid)";

inline constexpr std::string_view query_views = R"(
SELECT c.relname::text, c.relkind::text, pg_get_viewdef(c.oid)
FROM pg_class c
WHERE c.relnamespace = $schema AND c.relkind IN ('v', 'm')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid)";

inline constexpr std::string_view query_triggers = R"(
SELECT t.tgname::text, c.relname::text, pg_get_triggerdef(t.oid)
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = $schema AND NOT t.tgisinternal
ORDER BY t.oid)";

}  // namespace plinth::migrate::postgresql::detail
