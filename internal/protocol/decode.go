package protocol

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"
)

// encoding/json is lenient where the protocol is not: it takes names in any case, takes a name
// twice, leaves a missing field alone, takes null for anything and mends broken UTF-8. So the
// object is taken apart here and only plain values go to it.

// DecodeClient reads what a client has said. An empty code is success.
func DecodeClient(data []byte) (Message, Code) { return decode(data, clientMessages) }

// DecodeServer reads what a server has said, as strictly as the server reads its clients. The error
// is a code of docs/protocol.md, section 5.
func DecodeServer(data []byte) (Message, error) {
	m, code := decode(data, serverMessages)
	if code != "" {
		return nil, errors.New(string(code))
	}
	return m, nil
}

// decode reads one message. It keeps nothing of data. An empty code is success.
func decode(data []byte, known messageKinds) (Message, Code) {
	// json.Valid also refuses anything behind the object, so that what follows may trust the
	// syntax.
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, CodeBadMessage
	}
	fields, code := splitObject(data)
	if code != "" {
		return nil, code
	}
	var kind string
	if code := setValue(reflect.ValueOf(&kind).Elem(), fields["kind"]); code != "" {
		return nil, code
	}
	create := known[kind]
	if create == nil {
		return nil, CodeUnknownKind
	}
	delete(fields, "kind")
	m := create()
	if code := setFields(reflect.ValueOf(m).Elem(), fields); code != "" {
		return nil, code
	}
	if !isValid(m) {
		return nil, CodeBadMessage
	}
	return m, ""
}

// setValue sets a value from its JSON. An empty code is success.
func setValue(v reflect.Value, raw []byte) Code {
	if len(raw) == 0 || raw[0] == 'n' { // missing, or null
		return CodeBadMessage
	}
	if u, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		return badIfFailed(u.UnmarshalJSON(raw))
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return setValue(v.Elem(), raw)
	case reflect.Struct:
		fields, code := splitObject(raw)
		if code != "" {
			return code
		}
		return setFields(v, fields)
	case reflect.Slice:
		if raw[0] != '[' {
			return CodeBadMessage
		}
		return setSlice(v, raw)
	default:
		return badIfFailed(json.Unmarshal(raw, v.Addr().Interface()))
	}
}

func badIfFailed(err error) Code {
	if err != nil {
		return CodeBadMessage
	}
	return ""
}

// setFields sets every field; only those marked omitempty or omitzero may be missing. It empties
// fields.
func setFields(v reflect.Value, fields map[string][]byte) Code {
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		raw, given := fields[name]
		delete(fields, name)
		if !given && options != "" {
			continue
		}
		if code := setValue(v.Field(i), raw); code != "" {
			return code
		}
	}
	if len(fields) > 0 {
		return CodeUnknownField
	}
	return ""
}

func setSlice(v reflect.Value, raw []byte) Code {
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for value, rest := firstValue(raw[1:]); value != nil; value, rest = firstValue(rest) {
		element := reflect.New(v.Type().Elem()).Elem()
		if code := setValue(element, value); code != "" {
			return code
		}
		v.Set(reflect.Append(v, element))
	}
	return ""
}

// splitObject gives the raw values of a JSON object by name. A name that stands twice is an error.
func splitObject(raw []byte) (map[string][]byte, Code) {
	object, _ := firstValue(raw)
	if object == nil || object[0] != '{' {
		return nil, CodeBadMessage
	}
	fields := make(map[string][]byte)
	for name, rest := firstValue(object[1:]); name != nil; name, rest = firstValue(rest) {
		var key string
		if err := json.Unmarshal(name, &key); err != nil {
			return nil, CodeBadMessage
		}
		if _, twice := fields[key]; twice {
			return nil, CodeBadMessage
		}
		fields[key], rest = firstValue(rest)
	}
	return fields, ""
}

// firstValue cuts the first value off what stands inside a valid object or array; nil says that
// there is none left.
func firstValue(data []byte) (value, rest []byte) {
	for len(data) > 0 && strings.IndexByte(" \t\r\n,:", data[0]) >= 0 {
		data = data[1:]
	}
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth < 0 { // the end of what encloses the values
			return nil, nil
		}
		if depth == 0 && !quoted && endsValue(data, i) {
			return data[:i+1], data[i+1:]
		}
	}
	return nil, nil
}

// endsValue says whether a value at depth 0 is over after data[i].
func endsValue(data []byte, i int) bool {
	if strings.IndexByte(`"}]`, data[i]) >= 0 || i+1 == len(data) {
		return true
	}
	return strings.IndexByte(" \t\r\n,:}]", data[i+1]) >= 0
}
