"""A headless Chromium that opens a page from disk, and what it sees of it."""

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
)

OVERLAPS = r"""
const slanted = (text) => /rotate\((?!-?90\))/.test(text.getAttribute("transform"));
const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
const name = (element) => element.tagName + " " + JSON.stringify(element.textContent.trim().slice(0, 50));
const overlapping = (elements) => {
  const boxes = elements.filter(shown).map((element) => [element, element.getBoundingClientRect()]);
  boxes.sort((one, other) => one[1].top - other[1].top);
  const found = [];
  boxes.forEach(([one, a], place) => {
    for (const [other, b] of boxes.slice(place + 1)) {
      if (b.top > a.bottom - 2) break;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 3 && !one.contains(other) && !other.contains(one))
        found.push(name(one) + " over " + name(other));
    }
  });
  return found;
};
const blocks = [...document.querySelectorAll("h1, h2, h3, p, dl.keys div, figure, .table, nav, details")];
const charts = [...document.querySelectorAll(".chart svg")].filter(shown);
return [
  ...overlapping(blocks.filter((block) => !block.closest("nav") || block.tagName == "NAV")),
  ...overlapping([...document.querySelectorAll(".legend li")]),
  ...charts.map((chart) => [...chart.querySelectorAll("text")])
    .flatMap((texts) => overlapping(texts.filter((text) => !slanted(text)))),
];
"""
"""Pairs of things that lie upon each other: blocks of the page, entries of a legend, texts of a chart."""

WITHOUT_MARKS = """
const visible = (mark) => {
  const box = mark.getBoundingClientRect(), style = getComputedStyle(mark);
  const painted = [style.fill, style.stroke].some((colour) => colour != "none" && !colour.startsWith("var"));
  return painted && (box.width > 0 || box.height > 0);
};
return [...document.querySelectorAll("article:has(.chart)")].filter((article) => {
  const charts = [...article.querySelectorAll(".chart svg")].filter((chart) => chart.checkVisibility());
  const drawn = "[class*=role-mark] :is(path, line, rect)";
  const marks = charts.flatMap((chart) => [...chart.querySelectorAll(drawn)]);
  return charts.length != 1 || !marks.some(visible);
}).map((article) => article.id);
"""
"""Figures that do not show exactly one chart with a mark that can be seen."""


class Browser:
    """An open browser."""

    def __init__(self, driver: Chrome) -> None:
        self._driver = driver

    def open(self, page: Path, width: int, dark: bool) -> None:
        """Open a file, as on a screen of that width."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._command("Emulation.setEmulatedMedia", {"features": [scheme]})
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self._command("Emulation.setDeviceMetricsOverride", metrics)
        self._driver.get(page.resolve().as_uri())

    def run(self, script: str) -> Any:
        """What a script returns."""
        return self._driver.execute_script(script)

    def complaints(self) -> list[str]:
        """What the console says."""
        entries = self._driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries]

    def picture(self, path: Path, height: int | None = None) -> None:
        """Write the page, or its upper part, as PNG."""
        size = self._command("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"], "scale": 1}
        shot = self._command("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _command(self, name: str, arguments: dict[str, Any]) -> Any:
        return self._driver.execute_cdp_cmd(name, arguments)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the test is skipped where none is installed."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("chromium and chromedriver are not installed (Debian: chromium, chromium-driver)")
    with TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = program
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        opened = Chrome(options=options, service=Service(driver))
        try:
            yield Browser(opened)
        finally:
            opened.quit()
