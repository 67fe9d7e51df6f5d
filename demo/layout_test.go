package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

var everyPage = []string{"/", "/product/headphones", "/cart", "/checkout", "/account", "/account/orders", "/signed-out", "/callback", "/nowhere"}

// WCAG 1.4.10: no page scrolls sideways at 320 CSS pixels, which is a phone, or 1280 at 400 % zoom.
func TestReflow(t *testing.T) {
	world, tab := openShop(t, "/product/headphones")
	tab.Click(`.product button:text("Add to cart")`)
	tab.Viewport(320, 256)
	for _, path := range everyPage {
		tab.Open(world.Storefront + path)
		tab.Wait("h1")
		sideways := browser.Eval[float64](tab, `(() => { scrollTo(1000, 0); return scrollX })()`)
		want(t, path+": scrolls sideways by", sideways, 0)
	}
}

// WCAG 1.1.1, 1.3.1, 2.4.6, 2.5.8, 4.1.2: what can be pressed has a name and is 24 pixels high, pictures have an alternative,
// and there is one main heading.
func TestNamesAndTargets(t *testing.T) {
	world, tab := openShop(t, "/product/headphones")
	tab.Click(`.product button:text("Add to cart")`)
	tab.Viewport(320, 640)
	for _, path := range everyPage {
		tab.Open(world.Storefront + path)
		tab.Wait("h1")
		faults := browser.Eval[[]string](tab, `(() => {
			const shown = selector => [...document.querySelectorAll(selector)].filter(element => element.checkVisibility());
			const name = element => element.ariaLabel ?? (element.labels?.[0] ?? element).innerText.trim();
			// 2.5.8 leaves out targets within a line of text.
			const small = element => element.getBoundingClientRect().height < 24 && !element.closest('p, li, dd');
			return [
				...shown('a[href], button, summary, input, select, textarea').flatMap(element => [
					!name(element) && 'no name: ' + element.outerHTML,
					small(element) && 'too small: ' + element.outerHTML,
				]),
				...shown('img:not([alt])').map(element => 'no alternative: ' + element.outerHTML),
				shown('h1').length !== 1 && shown('h1').length + ' main headings',
			].filter(Boolean);
		})()`)
		for _, fault := range faults {
			t.Errorf("%s: %s", path, fault)
		}
	}
}

// WCAG 1.4.3: text stands out from what is behind it by 4.5 to 1.
func TestContrast(t *testing.T) {
	world, tab := openShop(t, "/product/headphones")
	tab.Click(`.product button:text("Add to cart")`)
	for _, scheme := range []string{"light", "dark"} {
		tab.Media("prefers-color-scheme", scheme)
		for _, path := range everyPage {
			tab.Open(world.Storefront + path)
			tab.Wait("h1")
			for _, fault := range browser.Eval[[]string](tab, contrastFaults) {
				t.Errorf("%s, %s: %s", path, scheme, fault)
			}
		}
	}
}

const contrastFaults = `(() => {
	const rgb = color => color.match(/[\d.]+/g).map(Number);
	const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255)
		.map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = element => {
		for (; element; element = element.parentElement) {
			const color = rgb(getComputedStyle(element).backgroundColor);
			if (color[3] !== 0) return color;
		}
		return [255, 255, 255];
	};
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const faults = new Set();
	while (texts.nextNode()) {
		const element = texts.currentNode.parentElement;
		if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
		const [light, dark] = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
		const ratio = (light + 0.05) / (dark + 0.05);
		if (ratio < 4.5) faults.add(ratio.toFixed(2) + ' for ' + element.outerHTML.slice(0, 120));
	}
	return [...faults];
})()`

// The catalogue comes after the page: its place must be kept for it (Web Vitals calls up to 0.1 good).
func TestLayoutDoesNotJump(t *testing.T) {
	world, tab := openShop(t, "/signed-out")
	for _, size := range [][2]int{{320, 640}, {1280, 900}} {
		tab.Viewport(size[0], size[1])
		tab.Open(world.Storefront)
		tab.WaitFor(`document.querySelectorAll('.card__price').length === 9 && document.querySelector('.notice')`)
		for _, shift := range browser.Eval[[]layoutShift](tab, layoutShifts) {
			if shift.Value > 0.02 {
				t.Errorf("at %d pixels the layout shifted by %.3f: %v", size[0], shift.Value, shift.Moved)
			}
		}
	}
}

type layoutShift struct {
	Value float64
	Moved []string
}

const layoutShifts = `new Promise(done => {
	const shifts = [];
	new PerformanceObserver(list => {
		for (const { value, sources } of list.getEntries())
			shifts.push({ value, moved: sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node?.nodeName)) });
	}).observe({ type: 'layout-shift', buffered: true });
	requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shifts))));
})`
