package links

import (
	"encoding/base64"
	"errors"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"einmal/internal/lazyregexp"
)

// Why a text gives no link. None of them quotes it.
var (
	ErrIncomplete = errors.New("the end of the link is missing")
	ErrUnknown    = errors.New("the link is damaged, or none of this program")
	ErrSeveral    = errors.New("there are several links in this text")
)

// maxText is more than any mail around a link has, in bytes.
const maxText = 64 << 10

// What other programs do to a link, and how it is undone. None of these characters stands in a
// link, so undoing it changes none that is whole. webclient/src/crypto/repair.ts has the same
// rules, and webclient/testdata/links.json tests both.
var (
	escaped = lazyregexp.New(`(?i)(?:%[0-9a-f]{2})+`)
	entity  = lazyregexp.New(
		`&(?:#[0-9]{1,5}|#x[0-9A-Fa-f]{1,5}|amp|lt|gt|quot|apos|nbsp|shy|num);`)
	// quoted-printable (RFC 2045, 6.7)
	quoted    = lazyregexp.New(`=(?:\r?\n|2[036DF]|3[ADF]|5F)`)
	backslash = lazyregexp.New(`\\([#_/-])`)
	tag       = lazyregexp.New(`(?i)</?(?:wbr|br|span)(?:[ \t\r\n/][^<>]*)?>`)
	// the > and | are those of a quoted mail
	newLine = lazyregexp.New(`[\r\n\x{2028}\x{2029}][\r\n\t >|]*`)
	space   = lazyregexp.New(
		`[\t\v\f\x{85}\x{a0}\x{1680}\x{2000}-\x{200b}\x{202f}\x{205f}\x{3000}]`)
	invisible   = lazyregexp.New(`[\p{Cc}\p{Cf}\x{34f}\x{180b}-\x{180d}\x{fe00}-\x{fe0f}]`)
	otherHyphen = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2212", "-", "\ufe63", "-")
	wide        = lazyregexp.New(`[\x{ff01}-\x{ff5e}]`)
)

// personal is a guest link for one person: a full stop and a token behind it.
var personal = lazyregexp.New(`#1A[\w-]{43}\.([\w-]{22})(?:[^\w-]|$)`)

// tokenIn gives the token of a guest link; nil if there is none, or it was damaged: then it is a
// guest link like any other.
func tokenIn(text string) []byte {
	found := personal().FindStringSubmatch(undoDamage(text))
	if found == nil {
		return nil
	}
	token, err := base64url.DecodeString(found[1])
	if err != nil {
		return nil
	}
	return token
}

// rounds of escaping that are undone: a link escaped twice, in HTML, in a mail.
const rounds = 4

func undoDamage(text string) string {
	for range rounds {
		before := text
		text = entity().ReplaceAllStringFunc(text, character)
		text = escaped().ReplaceAllStringFunc(text, unescape)
		text = quoted().ReplaceAllStringFunc(text, unquote)
		if text == before {
			break
		}
	}
	text = backslash().ReplaceAllString(text, "$1")
	text = tag().ReplaceAllString(text, " ")
	text = newLine().ReplaceAllString(text, " ")
	text = space().ReplaceAllString(text, " ")
	text = invisible().ReplaceAllString(text, "")
	text = otherHyphen.Replace(text)
	return wide().ReplaceAllStringFunc(text,
		func(c string) string { return string([]rune(c)[0] - 0xfee0) })
}

// character reads an entity. In numbers, controls are what HTML makes of them (HTML, 13.2.5.80):
// signs of Windows, no letters.
func character(entity string) string {
	number, isNumber := strings.CutPrefix(strings.TrimSuffix(entity, ";"), "&#")
	if !isNumber {
		return html.UnescapeString(entity)
	}
	base := 10
	if hex, isHex := strings.CutPrefix(number, "x"); isHex {
		number, base = hex, 16
	}
	code, _ := strconv.ParseUint(number, base, 32) // the pattern has looked
	if code == 0 || code >= 0x80 && code < 0xa0 {
		code = utf8.RuneError
	}
	return string(rune(code))
}

func unescape(run string) string {
	var b []byte
	for at := 0; at < len(run); at += 3 {
		b = append(b, fromHex(run[at+1])<<4|fromHex(run[at+2]))
	}
	return strings.ToValidUTF8(string(b), "\ufffd")
}

func unquote(text string) string {
	if len(text) == 3 && text[1] != '\r' {
		return string(rune(fromHex(text[1])<<4 | fromHex(text[2])))
	}
	return "" // a soft line break
}

func fromHex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}

// findLink gives the one link in a text, which may be a whole mail, repaired: its origin, empty if
// the text names none, and its fragment, "#1…", "#1H…" or "#c…", which is well-formed. What could
// be two links is none.
func findLink(text string) (origin, fragment string, err error) {
	if len(text) > maxText {
		return "", "", ErrUnknown
	}
	text = undoDamage(text)
	err = ErrUnknown
	if !strings.Contains(text, "#") {
		return findBare(strings.Trim(text, " "))
	}
	for at, c := range text {
		if c != '#' {
			continue
		}
		found, why := scanFragment(text[at+1:])
		switch {
		case why == ErrIncomplete:
			err = why
		case why != nil:
		case fragment != "" && fragment != found:
			return "", "", ErrSeveral
		default:
			fragment = found
			switch from := originBefore(text[:at]); {
			case origin == "":
				origin = from
			case from != "" && from != origin:
				return "", "", ErrSeveral
			}
		}
	}
	if fragment != "" {
		err = nil
	}
	return origin, fragment, err
}

var address = lazyregexp.New(`(?i)^https?://[^\s/]+/?$`)

// findBare reads a text without a #: what stands after one, or an address that has lost all of it.
func findBare(text string) (origin, fragment string, err error) {
	if text == "" || text == "1" || address().MatchString(text) {
		return "", "", ErrIncomplete
	}
	if fragment, err = scanFragment(text); err != nil && !strings.HasPrefix(text, "1") {
		err = ErrUnknown // a word
	}
	return "", fragment, err
}

var (
	letters = lazyregexp.New(`^[A-Za-z0-9_-]*`)
	breaks  = lazyregexp.New(`^[ =]*`)
	// A piece of a link, and not a word after a link that was cut off.
	noWord   = lazyregexp.New(`[a-z].*[A-Z]`)
	noLetter = lazyregexp.New(`^[_-]*$`)
	secondly = lazyregexp.New(`(?i)^https?$`)
)

// scanFragment reads what stands after a #.
func scanFragment(text string) (fragment string, err error) {
	body := ""
	for {
		text = text[len(breaks().FindString(text)):]
		piece := letters().FindString(text)
		text = text[len(piece):]
		if body != "" && !noWord().MatchString(piece) {
			return "", ErrIncomplete
		}
		body += piece
		size := bodySize(body)
		switch {
		case size == 0 && text == "" && strings.HasPrefix("1", body):
			return "", ErrIncomplete
		case size == 0:
			return "", ErrUnknown
		case len(body) >= size:
			more := body[size:]
			if !noLetter().MatchString(more) &&
				!(secondly().MatchString(more) && strings.HasPrefix(text, "://")) {
				// a word may be glued to it, or a letter too many in the middle of it
				return "", ErrUnknown
			}
			return wellFormed(body[:size])
		case text != "" && breaks().FindString(text) == "":
			_, size := utf8.DecodeRuneInString(text)
			if letters().FindString(text[size:]) != "" { // a letter was lost or changed
				return "", ErrUnknown
			}
			return "", ErrIncomplete
		case text == "":
			return "", ErrIncomplete
		}
	}
}

// bodySize is how many characters follow the # in a link that begins like this one; 0 if none does.
func bodySize(body string) int {
	switch {
	case strings.HasPrefix(body, "1A"): // the first byte, the kind, is small
		return 1 + base64url.EncodedLen(guestSize)
	case strings.HasPrefix(body, "1H"):
		return 2 + base64url.EncodedLen(hostSize)
	case strings.HasPrefix(body, "c"):
		return 1 + base64url.EncodedLen(creatorSize)
	}
	return 0
}

// wellFormed tells whether a body can have been made by us.
func wellFormed(body string) (fragment string, err error) {
	payload := body[1:]
	if strings.HasPrefix(body, "1H") {
		payload = body[2:]
	}
	bytes, err := base64url.DecodeString(payload)
	isKnown := err == nil && (body[0] == 'c' || int(bytes[0]) < len(kindNames))
	if !isKnown || !isMixed(payload) {
		return "", ErrUnknown
	}
	return "#" + body, nil
}

// isMixed is false for what some program changed to capitals, or to small letters.
func isMixed(payload string) bool {
	return payload != strings.ToUpper(payload) && payload != strings.ToLower(payload)
}

var (
	scheme    = lazyregexp.New(`(?i)https?:/{1,3}`)
	noScheme  = lazyregexp.New(`^[^A-Za-z0-9[]*`)
	afterHost = lazyregexp.New(`[/?\\]`)
	hostPort  = lazyregexp.New(
		`^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$`)
)

// maxBefore is how far before its # a link may begin, in bytes.
const maxBefore = 1024

// originBefore reads the server's address in what stands before the #, whatever path and query it
// has got.
func originBefore(text string) string {
	text = strings.TrimRight(text[max(0, len(text)-maxBefore):], " ")
	text = text[strings.LastIndexByte(text, ' ')+1:]
	protocol, rest := "https", noScheme().ReplaceAllString(text, "")
	if all := scheme().FindAllStringIndex(text, -1); all != nil {
		last := all[len(all)-1]
		rest = text[last[1]:]
		protocol, _, _ = strings.Cut(strings.ToLower(text[last[0]:last[1]]), ":")
	}
	if at := afterHost().FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	host := strings.ToLower(rest)
	if !hostPort().MatchString(host) || !scheme().MatchString(text) && !strings.Contains(host, ".") {
		return ""
	}
	return protocol + "://" + strings.TrimSuffix(host,
		map[string]string{"http": ":80", "https": ":443"}[protocol])
}

// base64url is strict: two texts never mean the same bytes.
var base64url = base64.RawURLEncoding.Strict()
