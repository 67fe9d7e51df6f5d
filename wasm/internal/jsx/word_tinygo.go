//go:build js && tinygo

package jsx

import "unsafe"

// word is a Value on its way to web/tinygo/seam.js, or back from there.
type word struct {
	kind   uint32  // a Type, or one of what follows
	ref    uint32  // id of a handle or a function; 1 for true; address of what is copied
	number float64 // a number; how much is copied
}

// What is copied, besides strings, whose number counts bytes, as that of binary does.
// Going to JavaScript, a list has so many words at ref, a record twice as many. In a
// tree, which comes from there, the members of both follow, and number counts them.
const (
	wordList = Type(iota + Function + 1)
	wordRecord
	wordBinary
	wordFunction
)

func (v Value) word() word {
	switch is := v.is.(type) {
	case null:
		return word{kind: uint32(NullType)}
	case bool:
		if is {
			return word{kind: uint32(Boolean), ref: 1}
		}
		return word{kind: uint32(Boolean)}
	case float64:
		return word{kind: uint32(Number), number: is}
	case string:
		return copied(String, unsafe.Pointer(unsafe.StringData(is)), len(is))
	case *handle:
		return word{kind: uint32(is.kind), ref: is.id}
	case *function:
		return word{kind: uint32(wordFunction), ref: is.id}
	case listed:
		words := wordsOf(is)
		return copied(wordList, unsafe.Pointer(unsafe.SliceData(words)), len(words))
	case members:
		words := wordsOf(is)
		return copied(wordRecord, unsafe.Pointer(unsafe.SliceData(words)), len(words))
	case []byte:
		return copied(wordBinary, unsafe.Pointer(unsafe.SliceData(is)), len(is))
	}
	return word{}
}

func copied(kind Type, at unsafe.Pointer, size int) word {
	return word{kind: uint32(kind), ref: uint32(uintptr(at)), number: float64(size)}
}

func wordsOf(values []Value) []word {
	words := make([]word, len(values))
	for i, value := range values {
		words[i] = value.word()
	}
	return words
}

func (w word) value() Value {
	switch kind := Type(w.kind); kind {
	case UndefinedType:
		return Value{}
	case NullType:
		return Null()
	case Boolean:
		return Value{w.ref != 0}
	case Number:
		return Value{w.number}
	case String:
		return Value{w.text()}
	default:
		return Value{hold(w.ref, kind)}
	}
}

// at is where what is copied begins.
func (w word) at() unsafe.Pointer { return unsafe.Pointer(uintptr(w.ref)) }

// text takes over the memory that was lent for it.
func (w word) text() string { return unsafe.String((*byte)(w.at()), int(w.number)) }

// words are those of a list that comes from JavaScript.
func (w word) words() []word { return unsafe.Slice((*word)(w.at()), int(w.number)) }

// lent is the memory that JavaScript was given last. Nothing is collected before all
// of it that is in use has been taken over.
var lent []byte

// lend gives JavaScript memory to put something in for Go.
//
//export spaSessionRoom
func lend(size uint32) unsafe.Pointer {
	lent = make([]byte, size)
	return unsafe.Pointer(unsafe.SliceData(lent))
}
