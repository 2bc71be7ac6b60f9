package protocol

import (
	"bytes"
	"encoding"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Violation means that something that was received breaks the protocol. Its text is the code
// (section 5).
type Violation string

func (e Violation) Error() string { return string(e) }

const (
	ErrBadMessage   Violation = "bad-message"
	errUnknownKind  Violation = "unknown-kind"
	errUnknownField Violation = "unknown-field"
	// ErrSafety means that the rules of the safety code were broken (section 4.4).
	ErrSafety Violation = "safety"
	// ErrFiles means that the rules of sending files were broken (section 4.6).
	ErrFiles Violation = "files"
)

// Decode reads one JSON object of that vocabulary, strictly: names have to be exact, each field
// there once, none more, none null. The error is a Violation.
func Decode(text []byte, known vocabulary) (Message, error) {
	fields, err := splitObject(text)
	if err != nil {
		return nil, err
	}
	var kind string
	if raw, ok := fields["kind"]; !ok || raw[0] != '"' || json.Unmarshal(raw, &kind) != nil {
		return nil, ErrBadMessage
	}
	delete(fields, "kind")
	shape, ok := known[kind]
	if !ok {
		return nil, errUnknownKind
	}
	value := reflect.New(shape)
	if err := setFields(value.Elem(), fields); err != nil {
		return nil, err
	}
	m := value.Interface().(Message)
	if !isValid(m) {
		return nil, ErrBadMessage
	}
	return m, nil
}

// splitObject takes one JSON object apart without looking into its fields.
func splitObject(text []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(text) {
		return nil, ErrBadMessage
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, ErrBadMessage
	}
	fields := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, ErrBadMessage
		}
		var raw json.RawMessage
		if _, twice := fields[name.(string)]; twice || d.Decode(&raw) != nil {
			return nil, ErrBadMessage
		}
		fields[name.(string)] = raw
	}
	if _, err := d.Token(); err != nil {
		return nil, ErrBadMessage
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, ErrBadMessage
	}
	return fields, nil
}

// setFields sets the fields of a struct, and takes each out of the map.
func setFields(to reflect.Value, fields map[string]json.RawMessage) error {
	for i := range to.NumField() {
		name, options, _ := strings.Cut(to.Type().Field(i).Tag.Get("json"), ",")
		raw, ok := fields[name]
		delete(fields, name)
		switch {
		case !ok && options != "":
		case !ok, raw[0] == 'n': // null
			return ErrBadMessage
		default:
			if err := setValue(to.Field(i), raw); err != nil {
				return err
			}
		}
	}
	if len(fields) > 0 {
		return errUnknownField
	}
	return nil
}

func setValue(to reflect.Value, raw json.RawMessage) error {
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	switch {
	case isTextual(to):
	case to.Kind() == reflect.Struct:
		fields, err := splitObject(raw)
		if err != nil {
			return err
		}
		return setFields(to, fields)
	case to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Struct:
		return setElements(to, raw)
	}
	if json.Unmarshal(raw, to.Addr().Interface()) != nil {
		return ErrBadMessage
	}
	return nil
}

func isTextual(v reflect.Value) bool {
	_, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	return ok
}

func setElements(to reflect.Value, raw json.RawMessage) error {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		return ErrBadMessage
	}
	list := reflect.MakeSlice(to.Type(), len(elements), len(elements))
	for i, element := range elements {
		if err := setValue(list.Index(i), element); err != nil {
			return err
		}
	}
	to.Set(list)
	return nil
}
