package bundle

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

// section is a section of a module.
func section(id byte, content string) string {
	return string(binary.AppendUvarint([]byte{id}, uint64(len(content)))) + content
}

func TestDataSegmentsAreJoined(t *testing.T) {
	const code = "\x0a\x03not"
	for name, row := range map[string]struct{ data, want string }{
		"one": {"\x01" + "\x00A\x02\x0b\x02ab",
			"\x01" + "\x00A\x00\x0b\x04" + "\x00\x00ab"},
		"with a gap": {"\x02" + "\x00A\x01\x0b\x01a" + "\x00A\x04\x0b\x02bc",
			"\x01" + "\x00A\x00\x0b\x06" + "\x00a\x00\x00bc"},
		"out of order": {"\x02" + "\x00A\x03\x0b\x01b" + "\x00A\x01\x0b\x01a",
			"\x01" + "\x00A\x00\x0b\x04" + "\x00a\x00b"},
		// Segments are copied in their order.
		"one over another": {"\x02" + "\x00A\x01\x0b\x03abc" + "\x00A\x02\x0b\x01x",
			"\x01" + "\x00A\x00\x0b\x04" + "\x00axc"},
		"at an offset of two bytes": {"\x01" + "\x00A\xc0\x00\x0b\x01a",
			"\x01" + "\x00A\x00\x0b\x41" + strings.Repeat("\x00", 64) + "a"},
		"none": {"\x00", "\x01" + "\x00A\x00\x0b\x00"},
	} {
		t.Run(name, func(t *testing.T) {
			before, behind := preamble+code, section(0, "name")
			got, err := oneDataSegment([]byte(before + section(dataSection, row.data) + behind))
			want := before + section(dataSection, row.want) + behind
			if err != nil || string(got) != want {
				t.Errorf("%q, %v; want %q", got, err, want)
			}
		})
	}
}

func TestAModuleWithoutDataStaysAsItIs(t *testing.T) {
	module := []byte(preamble + section(10, strings.Repeat("code", 100)))
	if got, err := oneDataSegment(module); err != nil || !bytes.Equal(got, module) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWhatIsNoModuleOfGosIsRefused(t *testing.T) {
	const good = "\x01" + "\x00A\x02\x0b\x02ab"
	for name, row := range map[string]struct{ module, want string }{
		"no module":         {"#!/bin/sh\n", "no WebAssembly module"},
		"another version":   {"\x00asm\x02\x00\x00\x00", "version 1"},
		"empty":             {"", "no WebAssembly module"},
		"cut in a section":  {preamble + section(10, "code")[:3], "the module ends too early"},
		"cut in a size":     {preamble + "\x0a\xff", "the module ends too early"},
		"cut in a segment":  {preamble + section(dataSection, good[:len(good)-1]), "the data section ends too early"},
		"too many segments": {preamble + section(dataSection, "\x02"+good[1:]), "the data section ends too early"},
		"no data at all":    {preamble + section(dataSection, ""), "no number of segments"},
		"a passive segment": {preamble + section(dataSection, "\x01\x01\x02ab\x00\x00"), "not active"},
		"of another memory": {preamble + section(dataSection, "\x01\x02\x00A\x02\x0b\x0babcdefghijk"), "not active"},
		"at a variable":     {preamble + section(dataSection, "\x01\x00#\x02\x0b\x02ab"), "constant offset"},
		"at a sum":          {preamble + section(dataSection, "\x01\x00A\x02A\x02\x0b\x02ab"), "constant offset"},
		"below zero":        {preamble + section(dataSection, "\x01\x00A\x7f\x0b\x02ab"), "at -1 is not within"},
		"beyond all memory": {preamble + section(dataSection, "\x01\x00A\xff\xff\xff\x1f\x0b\x02ab"), "a segment of 2 bytes at 67108863"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := oneDataSegment([]byte(row.module))
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%q, %v; want an error about %q", got, err, row.want)
			}
		})
	}
}

// Whether browsers take it, the tests in Chromium show.
func TestTheModuleHasOneDataSegment(t *testing.T) {
	module := []byte(read(t, original.Out, named(t, original, ModuleName)))
	again, err := oneDataSegment(module)
	if err != nil || !bytes.Equal(again, module) {
		t.Errorf("its segments can still be joined (%d bytes, then %d), %v", len(module), len(again), err)
	}
}
