package lookback

// NewAt looks at another port, for tests beside which others have 443.
func NewAt(public bool, port uint16) *Handler {
	h := New(public)
	h.port = port
	return h
}

// For tests.
const (
	MostLooks = mostLooks
	PlaceTime = placeTime
)

// For tests of who may ask, and how often.
var (
	MayLook   = (*Handler).mayLook
	TakePlace = (*Handler).takePlace
)
