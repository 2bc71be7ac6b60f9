//go:build !linux

package main

func descriptors() int { return usualDescriptors }
