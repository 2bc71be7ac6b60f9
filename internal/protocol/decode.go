package protocol

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

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
	// This looks at all of data: it refuses a name that stands twice, broken UTF-8, and anything
	// behind the object.
	var head struct {
		Kind *string `json:"kind"`
	}
	if err := json.Unmarshal(data, &head); err != nil || head.Kind == nil {
		return nil, CodeBadMessage
	}
	create := known[*head.Kind]
	if create == nil {
		return nil, CodeUnknownKind
	}
	m := create()
	fields := jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true),
		jsontext.AllowInvalidUTF8(true))
	if code := decodeStruct(fields, reflect.ValueOf(m).Elem(), "kind"); code != "" {
		return nil, code
	}
	if !isValid(m) {
		return nil, CodeBadMessage
	}
	return m, ""
}

// decodeStruct sets every field; only those marked omitempty or omitzero may be missing. The name
// ignored may stand there too. The package json alone would leave a missing field as it is, and
// take null for anything. An empty code is success.
func decodeStruct(from *jsontext.Decoder, v reflect.Value, ignored string) Code {
	if token, err := from.ReadToken(); err != nil || token.Kind() != '{' {
		return CodeBadMessage
	}
	fields, seen, unknown := fieldsOf(v.Type()), 0, false
	for from.PeekKind() == '"' {
		raw, _ := from.ReadValue() // without an error: decode has looked at all of it
		var space [32]byte
		name, _ := jsontext.AppendUnquote(space[:0], raw)
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == string(name) })
		switch {
		case i >= 0:
			seen |= 1 << i
			if code := decodeValue(from, v.Field(i)); code != "" {
				return code
			}
			continue
		case string(name) != ignored:
			unknown = true
		}
		if from.SkipValue() != nil {
			return CodeBadMessage
		}
	}
	if _, err := from.ReadToken(); err != nil {
		return CodeBadMessage
	}
	for i, f := range fields {
		if !f.optional && seen&(1<<i) == 0 {
			return CodeBadMessage
		}
	}
	if unknown {
		return CodeUnknownField
	}
	return ""
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

func decodeValue(from *jsontext.Decoder, v reflect.Value) Code {
	if from.PeekKind() == 'n' { // null
		return CodeBadMessage
	}
	if own, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		raw, err := from.ReadValue()
		if err == nil {
			err = own.UnmarshalJSON(raw)
		}
		return badIfFailed(err)
	}
	switch v.Kind() {
	case reflect.String: // json.UnmarshalDecode would intern it, in a table that each decoder makes
		token, err := from.ReadToken()
		if err != nil || token.Kind() != '"' {
			return CodeBadMessage
		}
		v.SetString(token.String())
		return ""
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return decodeValue(from, v.Elem())
	case reflect.Struct:
		return decodeStruct(from, v, "")
	case reflect.Slice:
		return decodeSlice(from, v)
	default:
		return badIfFailed(json.UnmarshalDecode(from, v.Addr().Interface()))
	}
}

func decodeSlice(from *jsontext.Decoder, v reflect.Value) Code {
	if token, err := from.ReadToken(); err != nil || token.Kind() != '[' {
		return CodeBadMessage
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for from.PeekKind() != ']' {
		element := reflect.New(v.Type().Elem()).Elem()
		if code := decodeValue(from, element); code != "" {
			return code
		}
		v.Set(reflect.Append(v, element))
	}
	_, err := from.ReadToken()
	return badIfFailed(err)
}

// badIfFailed: every error of the package json means the same.
func badIfFailed(err error) Code {
	if err != nil {
		return CodeBadMessage
	}
	return ""
}
