//go:build !unix

package creators

import "os"

func giveToOwner(*os.File) error { return nil }
