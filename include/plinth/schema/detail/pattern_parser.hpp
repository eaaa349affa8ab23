// SPDX-License-Identifier: MIT
#pragma once

// From the text of a regular expression to its program, at compile time or at run time: the same parser, the same
// refusals. What it knows is said in schema/pattern.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plinth::dto::detail {

enum class step : std::uint8_t {
  one_of,   ///< a character in `count` ranges from `first` on
  none_of,  ///< a character in none of them
  any,      ///< any character but a line feed
  begin,    ///< the text's begin
  end,      ///< the text's end
  fork,     ///< both at +`first` and at +`count`
  jump,     ///< at +`first`
  accept,
};

/// Targets of fork and jump are relative, so that a piece of program can be moved and copied.
struct instruction {
  step what = step::accept;
  std::int16_t first = 0;
  std::int16_t count = 0;
};

struct character_range {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

/// A pattern as a program. The arrays have fixed sizes so that the compiler can fill one, too.
struct pattern_code {
  static constexpr std::size_t max_size = 480;
  static constexpr std::size_t max_ranges = 120;

  std::array<instruction, max_size> code{};
  std::array<character_range, max_ranges> ranges{};
  std::size_t size = 0;
  std::size_t range_count = 0;
};

/// The code point at `at`, which moves behind it.
[[nodiscard]] constexpr std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(at++);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (more == 0) return lead;
  std::uint32_t value = lead & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if (at == text.size() || (byte(at) & 0xC0) != 0x80) return lead;
    value = (value << 6) | (byte(at++) & 0x3F);
  }
  return value;
}

/// Turns a pattern's text into its program, by recursive descent.
class pattern_parser {
 public:
  constexpr pattern_parser(pattern_code& out, std::string_view text) : out_(out), text_(text) {}

  /// What is wrong with the pattern, or null.
  constexpr const char* parse() {
    alternatives();
    if (at_ != text_.size()) fail("a ')' without its '('");
    emit({step::accept});
    return fault_;
  }

 private:
  constexpr bool more() const { return at_ < text_.size(); }
  constexpr char peek() const { return more() ? text_[at_] : '\0'; }
  constexpr bool take(char c) {
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// Notes the first fault and goes to the end of the text, so that the parser stops.
  constexpr void fail(const char* what) {
    if (!fault_) fault_ = what;
    at_ = text_.size();
  }

  constexpr void emit(instruction i) {
    if (out_.size == pattern_code::max_size) return fail("it is too large; give it less repetition");
    out_.code[out_.size++] = i;
  }

  constexpr void insert(std::size_t at, instruction i) {
    emit(i);
    if (fault_) return;
    for (std::size_t k = out_.size - 1; k > at; --k) out_.code[k] = out_.code[k - 1];
    out_.code[at] = i;
  }

  static constexpr std::int16_t distance(std::size_t from, std::size_t to) {
    return static_cast<std::int16_t>(static_cast<std::ptrdiff_t>(to) - static_cast<std::ptrdiff_t>(from));
  }

  constexpr void alternatives() {
    const std::size_t start = out_.size;
    sequence();
    if (!take('|')) return;
    insert(start, {step::fork, 1, distance(start, out_.size + 2)});
    const std::size_t over = out_.size;
    emit({step::jump});
    alternatives();
    out_.code[over].first = distance(over, out_.size);
  }

  constexpr void sequence() {
    while (more() && peek() != '|' && peek() != ')') {
      const std::size_t start = out_.size;
      const bool repeatable = atom();
      const char c = peek();
      if (c != '*' && c != '+' && c != '?' && c != '{') continue;
      if (!repeatable) fail("a quantifier behind an anchor");
      quantifier(start);
      if (const char next = peek(); next == '?' || next == '+' || next == '*' || next == '{')
        fail("a quantifier behind a quantifier (lazy and possessive ones are not known)");
    }
  }

  /// False for an anchor, which cannot be repeated.
  constexpr bool atom() {
    const char c = peek();
    if (c == '(') return group(), true;
    if (c == '[') return character_class(), true;
    if (c == '*' || c == '+' || c == '?' || c == '{') fail("a quantifier with nothing before it");
    if (c == ']' || c == '}') fail("a ']' or '}' without its begin; write \\] or \\}");
    if (take('^')) return emit({step::begin}), false;
    if (take('$')) return emit({step::end}), false;
    if (take('.')) return emit({step::any}), true;
    const std::size_t first = out_.range_count;
    bool negated = false;
    if (c == '\\')
      negated = escape();
    else
      add_range(character(), 0);
    emit_class(first, negated);
    return true;
  }

  constexpr void group() {
    ++at_;
    if (take('?') && !take(':')) fail("a group (?…) other than (?:…); look-around is not known");
    if (++depth_ > 32) return fail("groups stand in one another too deeply");
    alternatives();
    --depth_;
    if (!take(')')) fail("a '(' without its ')'");
  }

  constexpr void quantifier(std::size_t start) {
    const std::size_t length = out_.size - start;
    if (take('*')) return repeat(start, length, 0, unlimited);
    if (take('+')) return repeat(start, length, 1, unlimited);
    if (take('?')) return repeat(start, length, 0, 1);
    ++at_;
    const std::size_t least = number();
    std::size_t most = least;
    if (take(',')) most = peek() == '}' ? unlimited : number();
    if (!take('}')) fail("a '{' that is no {m}, {m,} or {m,n}; write \\{");
    if (most < least) fail("a {m,n} with n less than m");
    repeat(start, length, least, most);
  }

  constexpr std::size_t number() {
    if (peek() < '0' || peek() > '9') fail("a '{' that is no {m}, {m,} or {m,n}; write \\{");
    std::size_t value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = value * 10 + static_cast<std::size_t>(text_[at_++] - '0');
      if (value > 1'000) fail("it is too large; give it less repetition");
    }
    return value;
  }

  constexpr void copy(std::size_t start, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) emit(out_.code[start + i]);
  }

  /// Makes of the piece from `start` on, of `length`, its repetition.
  constexpr void repeat(std::size_t start, std::size_t length, std::size_t least, std::size_t most) {
    if (most == 0) {
      out_.size = start;
      return;
    }
    if (least == 0) {  // the piece itself is optional
      if (most == unlimited) {
        insert(start, {step::fork, 1, static_cast<std::int16_t>(length + 2)});
        emit({step::jump, distance(out_.size, start)});
        return;
      }
      insert(start, {step::fork, 1, static_cast<std::int16_t>(length + 1)});
      for (std::size_t i = 1; i < most; ++i) copy(start, length + 1);
      return;
    }
    for (std::size_t i = 1; i < least; ++i) copy(start, length);
    if (most == unlimited) {
      const std::size_t last = out_.size - length;
      emit({step::fork, distance(out_.size, last), 1});
      return;
    }
    for (std::size_t i = least; i < most; ++i) {
      emit({step::fork, 1, static_cast<std::int16_t>(length + 1)});
      copy(start, length);
    }
  }

  constexpr void emit_class(std::size_t first, bool negated) {
    emit({negated ? step::none_of : step::one_of, static_cast<std::int16_t>(first),
          static_cast<std::int16_t>(out_.range_count - first)});
  }

  constexpr void add_range(std::uint32_t from, std::uint32_t to) {
    if (out_.range_count == pattern_code::max_ranges) return fail("it has too many characters and classes");
    out_.ranges[out_.range_count++] = {from, to == 0 ? from : to};
  }

  /// Notes the characters of an escape; true if it means all others.
  constexpr bool escape() {
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const bool negated = c == 'D' || c == 'W' || c == 'S';
    switch (c) {
      case 'd':
      case 'D': add_range('0', '9'); break;
      case 'w':
      case 'W':
        add_range('a', 'z');
        add_range('A', 'Z');
        add_range('0', '9');
        add_range('_', 0);
        break;
      case 's':
      case 'S':
        add_range('\t', '\r');
        add_range(' ', 0);
        break;
      default: add_range(escaped_character(), 0); return false;
    }
    at_ += 2;
    return negated;
  }

  constexpr std::uint32_t escaped_character() {
    ++at_;
    if (!more()) return fail("a backslash at the end"), 0;
    const char c = text_[at_++];
    switch (c) {
      case 'n': return '\n';
      case 't': return '\t';
      case 'r': return '\r';
      case 'f': return '\f';
      case 'v': return '\v';
      case 'x': return hexadecimal(2);
      case 'u': return hexadecimal(4);
      default: break;
    }
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (word) fail("an escape that is not known (back-references and \\b are not)");
    return static_cast<unsigned char>(c);
  }

  constexpr std::uint32_t hexadecimal(int digits) {
    std::uint32_t value = 0;
    for (; digits > 0; --digits, ++at_) {
      const char c = peek();
      const char lower = static_cast<char>(c | 0x20);
      const bool decimal = c >= '0' && c <= '9';
      if (!decimal && (lower < 'a' || lower > 'f')) return fail("\\x or \\u without its digits"), 0;
      value = value * 16 + static_cast<std::uint32_t>(decimal ? c - '0' : lower - 'a' + 10);
    }
    return value;
  }

  constexpr void character_class() {
    ++at_;
    const bool negated = take('^');
    const std::size_t first = out_.range_count;
    if (peek() == ']') return fail("an empty class; write \\] for the character");
    while (!take(']')) {
      if (!more()) return fail("a '[' without its ']'");
      class_item();
    }
    emit_class(first, negated);
  }

  constexpr void class_item() {
    const std::size_t first = out_.range_count;
    if (peek() == '\\') {
      if (escape()) fail("\\D, \\W or \\S in a class; write the class the other way round");
    } else {
      add_range(character(), 0);
    }
    const bool dash = peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!dash) return;
    if (out_.range_count != first + 1 || out_.ranges[first].from != out_.ranges[first].to)
      return fail("a range that begins with a class such as \\d");
    ++at_;
    const std::uint32_t to = peek() == '\\' ? escaped_character() : character();
    if (to < out_.ranges[first].from) fail("a range whose end comes before its begin");
    out_.ranges[first].to = to;
  }

  constexpr std::uint32_t character() { return more() ? next_code_point(text_, at_) : 0; }

  static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

  pattern_code& out_;
  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  const char* fault_ = nullptr;
};

}  // namespace plinth::dto::detail
