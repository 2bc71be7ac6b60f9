package rooms

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"
)

// bbolt maps its file and trusts it: a damaged page can send it into an endless recursion or a
// fault, which no recover catches. bbolt's own Tx.Check walks the same way. So the pages that the
// newest commit reaches are checked here, by plain reads, before bbolt follows a single one of
// them. The format is that of bbolt's internal/common (version 2, host byte order).
const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	pageHeader  = 16 // id 8, flags 2, count 2, overflow 4
	// leaf: flags 4, position 4, key 4, value 4; branch: position 4, key 4, page 8
	elementSize  = 16
	bucketHeader = 16 // root page 8, sequence 8
	flagBranch   = 1
	flagLeaf     = 2
	flagFreelist = 16
	flagBucket   = 1 // of a leaf element
)

var order = binary.NativeEndian

// verifyFile checks the database at path; a missing or empty one is fine. It holds bbolt's shared
// lock meanwhile, since a writer at work would look like damage. Errors: [ErrLocked], [ErrCorrupt].
func verifyFile(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Size() == 0 { // empty: a crash before the first write
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", FileName)
	}
	db, err := openDatabase(path, &bbolt.Options{Timeout: lockTimeout, ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return verify(data)
}

type verifier struct {
	data     []byte
	pageSize uint64
	end      uint64          // pages in use: the high-water mark
	seen     map[uint64]bool // pages that something refers to
	todo     []uint64
}

func verify(data []byte) error {
	v := verifier{data: data, seen: map[uint64]bool{}}
	root, freelist, err := v.checkMeta()
	if err != nil {
		return err
	}
	v.todo = append(v.todo, root)
	for len(v.todo) > 0 {
		id := v.todo[len(v.todo)-1]
		v.todo = v.todo[:len(v.todo)-1]
		page, err := v.takePage(id)
		if err != nil {
			return err
		}
		if err := v.checkNode(page, true); err != nil {
			return fmt.Errorf("%w (page %d)", err, id)
		}
	}
	return v.checkFreelist(freelist)
}

// checkMeta finds the newest commit: the valid one of the two meta pages with the higher
// transaction number.
func (v *verifier) checkMeta() (root, freelist uint64, err error) {
	var newest uint64
	// The second meta page stands at the page size, which only a meta page tells: try them all.
	for at := uint64(0); at+pageHeader+64 <= uint64(len(v.data)) &&
		at <= 1<<20; at = max(1<<10, 2*at) {
		m := v.data[at+pageHeader:][:64]
		sum := fnv.New64a()
		sum.Write(m[:56])
		size := uint64(order.Uint32(m[8:]))
		if order.Uint32(m) != boltMagic || order.Uint32(m[4:]) != boltVersion ||
			order.Uint64(m[56:]) != sum.Sum64() || at != 0 && at != size {
			continue
		}
		if txid := order.Uint64(m[48:]); v.pageSize == 0 || txid > newest {
			newest, v.pageSize = txid, size
			root, freelist, v.end = order.Uint64(m[16:]), order.Uint64(m[32:]), order.Uint64(m[40:])
		}
	}
	if v.pageSize < 1<<10 || v.end > uint64(len(v.data))/v.pageSize {
		return 0, 0, fmt.Errorf("%w: no whole commit in it", ErrCorrupt)
	}
	return root, freelist, nil
}

// takePage returns a page with its overflow, which nothing else may refer to.
func (v *verifier) takePage(id uint64) ([]byte, error) {
	if id < 2 || id >= v.end {
		return nil, fmt.Errorf("%w: page %d out of range", ErrCorrupt, id)
	}
	p := v.data[id*v.pageSize:]
	n := uint64(order.Uint32(p[12:])) + 1
	if order.Uint64(p) != id || n > v.end-id {
		return nil, fmt.Errorf("%w: page %d has a wrong header", ErrCorrupt, id)
	}
	for i := id; i < id+n; i++ {
		if v.seen[i] {
			return nil, fmt.Errorf("%w: page %d is used twice", ErrCorrupt, i)
		}
		v.seen[i] = true
	}
	return p[:n*v.pageSize], nil
}

// checkNode checks a branch or leaf: every key and value lies inside it, keys ascend. Pages below
// it go on the list.
func (v *verifier) checkNode(p []byte, nest bool) error {
	flags, count := order.Uint16(p[8:]), int(order.Uint16(p[10:]))
	if flags != flagLeaf && (flags != flagBranch || count == 0 || !nest) ||
		pageHeader+count*elementSize > len(p) {
		return fmt.Errorf("%w: neither branch nor leaf", ErrCorrupt)
	}
	var last []byte
	for i := range count {
		at := pageHeader + i*elementSize
		e := p[at:]
		var pos, key, value uint64
		if flags == flagBranch {
			pos, key = uint64(order.Uint32(e)), uint64(order.Uint32(e[4:]))
			v.todo = append(v.todo, order.Uint64(e[8:]))
		} else {
			pos, key, value = uint64(
				order.Uint32(e[4:])), uint64(order.Uint32(e[8:])), uint64(order.Uint32(e[12:]))
		}
		if pos+key+value > uint64(len(e)) {
			return fmt.Errorf("%w: element out of its page", ErrCorrupt)
		}
		name := e[pos:][:key]
		if i > 0 && bytes.Compare(last, name) >= 0 {
			return fmt.Errorf("%w: keys out of order", ErrCorrupt)
		}
		last = name
		if flags == flagLeaf && order.Uint32(e)&flagBucket != 0 {
			if err := v.checkBucket(e[pos+key:][:value], nest); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkBucket checks a bucket's header; a small bucket has its only page behind it.
func (v *verifier) checkBucket(b []byte, nest bool) error {
	if !nest || len(b) < bucketHeader {
		return fmt.Errorf("%w: bucket without header", ErrCorrupt)
	}
	if root := order.Uint64(b); root != 0 {
		v.todo = append(v.todo, root)
		return nil
	}
	if len(b) < bucketHeader+pageHeader {
		return fmt.Errorf("%w: bucket without page", ErrCorrupt)
	}
	return v.checkNode(b[bucketHeader:], false)
}

// checkFreelist checks that a page is free once at most and that nothing refers to it.
func (v *verifier) checkFreelist(id uint64) error {
	p, err := v.takePage(id)
	if err != nil {
		return err
	}
	if order.Uint16(p[8:]) != flagFreelist {
		return fmt.Errorf("%w: free list of another type", ErrCorrupt)
	}
	ids, count := p[pageHeader:], uint64(order.Uint16(p[10:]))
	if count == 0xFFFF { // too many for 16 bits: the number stands in front
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids))/8 {
		return fmt.Errorf("%w: free list too long", ErrCorrupt)
	}
	for i := range count {
		free := order.Uint64(ids[8*i:])
		if free < 2 || free >= v.end || v.seen[free] {
			return fmt.Errorf("%w: page %d is free and used", ErrCorrupt, free)
		}
		v.seen[free] = true
	}
	return nil
}
