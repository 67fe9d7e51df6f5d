// The hidden frame returns to this page, which gives its address to the page of this origin that it is in: to no other.
parent.postMessage(location.href, location.origin)
