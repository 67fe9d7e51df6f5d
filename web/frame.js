/** A frame that nobody sees, hears or can step into, without the inline style that a strict policy forbids. */
export function hiddenFrame() {
  const frame = document.createElement('iframe')
  const attributes = { hidden: '', 'aria-hidden': 'true', tabindex: '-1', title: 'spa-session', width: '0', height: '0' }
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value)
  return frame
}
