package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"einmal/internal/server/router"
)

// maxAbout is more than the longest name of an operator and 16 URLs of relays take, in bytes.
const maxAbout = 16 << 10

// errNothingSaid: the server is there, and does not say what anybody may know of it, as one of an
// older version. The page asks again only where nobody answers.
var errNothingSaid = errors.New("the server says nothing of itself")

// passAbout passes on what anybody may know of the server: its JSON, and no header of it.
func (s *localProxy) passAbout(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		writeRefusal(w, http.StatusMethodNotAllowed, "method-not-allowed: This address can only "+
			"be read.")
		return
	}
	body, err := s.fetchAbout(r.Context())
	switch {
	case errors.Is(err, errNothingSaid):
		writeRefusal(w, http.StatusNotFound, "not-found: The server says nothing of itself.")
		return
	case err != nil:
		writeRefusal(w, http.StatusBadGateway, unreachable)
		return
	}
	setStrictHeaders(w.Header(), "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // for HEAD, net/http drops it; a reader who has gone needs no answer
}

// fetchAbout asks the server. Nothing of the browser's goes along.
func (s *localProxy) fetchAbout(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, proxyTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet,
		s.server.String()+router.AboutPath, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "")      // empty: none is sent
	answer, err := s.about.RoundTrip(request) // follows no redirect
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAbout+1))
	switch {
	case err != nil:
		return nil, err
	case answer.StatusCode >= http.StatusInternalServerError:
		return nil, errors.New(answer.Status)
	case answer.StatusCode != http.StatusOK || len(body) > maxAbout || !json.Valid(body):
		return nil, errNothingSaid
	}
	return body, nil
}
