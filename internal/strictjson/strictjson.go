// Package strictjson reads JSON objects that have a kind, as strictly as einmal's protocols ask
// (docs/protocol.md, 1): each name exactly as it is spelled and once, each field there unless it is
// optional, no field more, nothing null, valid UTF-8, nothing behind the object.
package strictjson

import (
	"bytes"
	"encoding"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// What is wrong with an object. ErrUnknownField comes last: everything else is right.
var (
	ErrMalformed    = errors.New("not well formed")
	ErrUnknownKind  = errors.New("unknown kind")
	ErrUnknownField = errors.New("unknown field")
)

// Decode reads one object into the struct that structFor points to for its kind; nil if it knows
// none. Fields marked omitempty or omitzero are optional. Nothing of data is kept.
func Decode(data []byte, structFor func(kind string) any) (any, error) {
	// This looks at all of data: it refuses a name that stands twice, at any depth, and anything
	// behind the object. Half of a surrogate pair in an escape, which a script may well send, is
	// replaced as scripts do it; broken UTF-8 is not.
	var head struct {
		Kind *string `json:"kind"`
	}
	err := json.Unmarshal(data, &head, jsontext.AllowInvalidUTF8(true))
	if err != nil || head.Kind == nil || !utf8.Valid(data) {
		return nil, ErrMalformed
	}
	to := structFor(*head.Kind)
	if to == nil {
		return nil, ErrUnknownKind
	}
	fields := jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true),
		jsontext.AllowInvalidUTF8(true))
	return to, decodeStruct(fields, reflect.ValueOf(to).Elem(), "kind")
}

// decodeStruct sets every field. The name ignored may stand there too. The package json alone would
// leave a missing field as it is, and take null for anything.
func decodeStruct(from *jsontext.Decoder, v reflect.Value, ignored string) error {
	if token, err := from.ReadToken(); err != nil || token.Kind() != '{' {
		return ErrMalformed
	}
	fields, seen, unknown := fieldsOf(v.Type()), 0, false
	for from.PeekKind() == '"' {
		raw, _ := from.ReadValue() // without an error: Decode has looked at all of it
		var space [32]byte
		name, _ := jsontext.AppendUnquote(space[:0], raw)
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == string(name) })
		switch {
		case i >= 0:
			seen |= 1 << i
			if err := decodeValue(from, v.Field(i)); err != nil {
				return err
			}
			continue
		case string(name) != ignored:
			unknown = true
		}
		if from.SkipValue() != nil {
			return ErrMalformed
		}
	}
	if _, err := from.ReadToken(); err != nil {
		return ErrMalformed
	}
	for i, f := range fields {
		if !f.optional && seen&(1<<i) == 0 {
			return ErrMalformed
		}
	}
	if unknown {
		return ErrUnknownField
	}
	return nil
}

// field is what the tag of a struct's field says.
type field struct {
	name     string
	optional bool
}

var fieldsByType sync.Map // of []field, by reflect.Type

func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldsByType.Load(t); ok {
		return known.([]field)
	}
	fields := make([]field, t.NumField())
	for i := range fields {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		fields[i] = field{name, options != ""}
	}
	fieldsByType.Store(t, fields)
	return fields
}

func decodeValue(from *jsontext.Decoder, v reflect.Value) error {
	if from.PeekKind() == 'n' { // null
		return ErrMalformed
	}
	if own, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		raw, err := from.ReadValue()
		if err == nil {
			err = own.UnmarshalJSON(raw)
		}
		return malformedIf(err)
	}
	_, isText := v.Addr().Interface().(encoding.TextUnmarshaler)
	switch kind := v.Kind(); {
	case isText:
	case kind == reflect.String: // each decoder would make a table to intern it
		token, err := from.ReadToken()
		if err != nil || token.Kind() != '"' {
			return ErrMalformed
		}
		v.SetString(token.String())
		return nil
	case kind == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return decodeValue(from, v.Elem())
	case kind == reflect.Struct:
		return decodeStruct(from, v, "")
	case kind == reflect.Slice:
		return decodeSlice(from, v)
	}
	return malformedIf(json.UnmarshalDecode(from, v.Addr().Interface()))
}

func decodeSlice(from *jsontext.Decoder, v reflect.Value) error {
	if token, err := from.ReadToken(); err != nil || token.Kind() != '[' {
		return ErrMalformed
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for from.PeekKind() != ']' {
		element := reflect.New(v.Type().Elem()).Elem()
		if err := decodeValue(from, element); err != nil {
			return err
		}
		v.Set(reflect.Append(v, element))
	}
	_, err := from.ReadToken()
	return malformedIf(err)
}

// malformedIf: every error of the package json means the same.
func malformedIf(err error) error {
	if err != nil {
		return ErrMalformed
	}
	return nil
}
