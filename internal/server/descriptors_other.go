//go:build !linux

package server

func descriptors() int { return usualDescriptors }
