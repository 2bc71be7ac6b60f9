package strictjson

import (
	"encoding/hex"
	"errors"
	"reflect"
	"testing"
)

// code is text that has to be hexadecimal.
type code [2]byte

func (c *code) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(c)) {
		return errors.New("length")
	}
	_, err := hex.Decode(c[:], text)
	return err
}

type inner struct {
	Name string `json:"name"`
}

type outer struct {
	Number   uint8    `json:"number"`
	Code     code     `json:"code"`
	Texts    []string `json:"texts"`
	Inner    *inner   `json:"inner,omitempty"`
	Inners   []inner  `json:"inners,omitempty"`
	Optional bool     `json:"optional,omitzero"`
}

func read(text string) (any, error) {
	return Decode([]byte(text), func(kind string) any {
		if kind == "outer" {
			return new(outer)
		}
		return nil
	})
}

func TestEveryFieldIsSetFromItsName(t *testing.T) {
	const text = ` {"inners":[{"name":"a"},{"name":"b"}], "kind":"outer","number":255,
		"\u0063ode":"0aFF","texts":["x","\ud800"],"inner":{"name":""},"optional":false}
	`
	got, err := read(text)
	want := &outer{255, code{10, 255}, []string{"x", "\ufffd"}, &inner{},
		[]inner{{"a"}, {"b"}}, false}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	const whole = `"number":1,"code":"0000","texts":[]`
	for text, want := range map[string]error{
		`{"kind":"outer",` + whole + `}`:                                    nil,
		`{"kind":"inner",` + whole + `}`:                                    ErrUnknownKind,
		`{"kind":"outer",` + whole + `,"more":{}}`:                          ErrUnknownField,
		`{"kind":"outer",` + whole + `,"inner":{"name":"","kind":"inner"}}`: ErrUnknownField,
		`{"kind":"outer","more":1,"number":1,"code":"0000"}`:                ErrMalformed,
		`{"kind":"outer",` + whole + `,"inner":{}}`:                         ErrMalformed,
		`{"kind":"outer",` + whole + `,"inner":null}`:                       ErrMalformed,
		`{"kind":"outer",` + whole + `,"inners":[null]}`:                    ErrMalformed,
		`{"kind":"outer",` + whole + `,"inners":{}}`:                        ErrMalformed,
		`{"kind":"outer",` + whole + `,"optional":0}`:                       ErrMalformed,
		`{"kind":"outer",` + whole + `,"Optional":true}`:                    ErrUnknownField,
		`{"kind":"outer","number":256,"code":"0000","texts":[]}`:            ErrMalformed,
		`{"kind":"outer","number":"1","code":"0000","texts":[]}`:            ErrMalformed,
		`{"kind":"outer","number":1,"code":"000","texts":[]}`:               ErrMalformed,
		`{"kind":"outer","number":1,"code":7,"texts":[]}`:                   ErrMalformed,
		`{"kind":"outer","number":1,"code":"0000","texts":[null]}`:          ErrMalformed,
		`{"kind":"outer","number":1,"code":"0000","texts":[1]}`:             ErrMalformed,
		`{"kind":"outer",` + whole + `,"more":{"a":1,"\u0061":2}}`:          ErrMalformed,
		`{"kind":"outer",` + whole + `,"kind":"outer"}`:                     ErrMalformed,
		`{"kind":"outer",` + whole + `}0`:                                   ErrMalformed,
		"{\"kind\":\"outer\"," + whole + ",\"more\":\"\xff\"}":              ErrMalformed,
		`["outer"]`: ErrMalformed,
		``:          ErrMalformed,
	} {
		if _, err := read(text); err != want {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}
