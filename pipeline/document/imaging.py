"""A page as a picture that can be read: rendered, turned upright, straightened, two pages on a sheet parted.

Every step keeps the way back to the page: see `Frame`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageFilter

from models.evidence import Box

DPI = 200
"""Dots per inch at which pages are rendered; measured in docs/ocr.md."""

MOST_DOTS = 12_000_000
"""A sheet of twice the letter's size has 7.5 million dots; larger pages are rendered more coarsely."""

POINTS_PER_INCH = 72
WHITE = 255
FAINT = 0.15
"""How much darker than the paper (0 to 1) a dot must be to count as ink."""

ROUGH = 2.0
"""Grey levels; the paper of a clean scan has one or two."""

STEEPEST = 5.0
"""Degrees; paper that was fed by hand lies askew by one or two."""
COARSE, FINE = 0.5, 0.05
"""Steps, in degrees, in which the angle is looked for."""
UNTURNED = 0.1
"""Degrees below which straightening would blur more than it mends."""
WIDE = 1.15
"""Width over height from which on a sheet may hold two pages; a page of a letter has 0.77."""
GUTTER = 0.02
"""Share of the sheet's width, on either side of its middle, that is free between two pages."""
PROBE = 1_000
"""Dots to which the longer side is reduced to look for an angle."""


@dataclass(frozen=True)
class Frame:
    """Where a picture stands on its page. Points are complex numbers, x + y*1j, and y runs down.

    Attributes:
        origin: The picture's top left corner, in points on the page as shown.
        along: One dot to the right in the picture; one dot down is this, turned by a quarter.
    """

    origin: complex
    along: complex

    @property
    def scale(self) -> float:
        """Points of one dot."""
        return abs(self.along)

    def of(self, other: "Frame") -> "Frame":
        """The frame of a picture that `other` places within this one."""
        return Frame(self.origin + self.along * other.origin, self.along * other.along)

    def on_page(self, box: Box) -> Box:
        """The smallest upright box on the page, in points, that holds a box in dots of the picture."""
        x0, top, x1, bottom = box
        corners = [self.origin + self.along * complex(x, y) for x in (x0, x1) for y in (top, bottom)]
        across, down = [corner.real for corner in corners], [corner.imag for corner in corners]
        return min(across), min(down), max(across), max(down)


@dataclass(frozen=True)
class Picture:
    """A grey picture and where it stands on its page."""

    image: Image.Image
    frame: Frame

    def turned(self, quarters: int) -> "Picture":
        """The picture turned anticlockwise by so many quarter turns."""
        width, height = self.image.size
        match quarters % 4:
            case 1:
                way, within = Image.Transpose.ROTATE_90, Frame(complex(width, 0), 1j)
            case 2:
                way, within = Image.Transpose.ROTATE_180, Frame(complex(width, height), -1 + 0j)
            case 3:
                way, within = Image.Transpose.ROTATE_270, Frame(complex(0, height), -1j)
            case _:
                return self
        return Picture(self.image.transpose(way), self.frame.of(within))

    def cut(self, left: int, right: int) -> "Picture":
        """The part between two columns."""
        part = self.image.crop((left, 0, right, self.image.height))
        return Picture(part, self.frame.of(Frame(complex(left, 0), 1 + 0j)))

    def without_specks(self) -> "Picture":
        """The picture without single dark or light dots, where it has many: they are read as signs."""
        if roughness(self.image) < ROUGH:
            return self
        return Picture(self.image.filter(ImageFilter.MedianFilter(3)), self.frame)

    def straightened(self) -> "Picture":
        """The picture with its lines level."""
        angle = skew(self.image)
        if abs(angle) < UNTURNED:
            return self
        turned = self.image.rotate(-angle, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)
        back = complex(np.exp(-1j * np.radians(angle)))
        middle, new_middle = complex(*self.image.size) / 2, complex(*turned.size) / 2
        return Picture(turned, self.frame.of(Frame(middle - new_middle * back, back)))


def render(page: pypdfium2.PdfPage) -> Picture:
    """A page in shades of grey, as it is shown."""
    width, height = page.get_size()
    scale = DPI / POINTS_PER_INCH
    scale = min(scale, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    image = bitmap.to_pil().convert("L")
    bitmap.close()
    return Picture(image, Frame(0j, complex(width / image.width, 0)))


def roughness(image: Image.Image) -> float:
    """How far the grey levels (0 to 255) of the paper spread: the median distance from their median."""
    levels = np.asarray(image, dtype=np.int16)[::3, ::3]
    return float(np.median(np.abs(levels - np.median(levels))))


def skew(image: Image.Image) -> float:
    """By how many degrees (anticlockwise) the lines of print lie askew; 0 where none are seen.

    Level lines give rows that are full of ink beside rows that have none: the angle is the one at which
    neighbouring rows differ most.
    """
    print_ = Print.of(image)
    coarse, _ = print_.steepest(np.arange(-STEEPEST, STEEPEST + COARSE, COARSE))
    return print_.steepest(np.arange(coarse - COARSE, coarse + COARSE + FINE, FINE))[0]


def is_sideways(image: Image.Image) -> bool:
    """Whether the lines of print run up and down."""
    angles = np.arange(-STEEPEST, STEEPEST + COARSE, COARSE)
    level = Print.of(image).steepest(angles)[1]
    return Print.of(image.transpose(Image.Transpose.ROTATE_90)).steepest(angles)[1] > level


def pages_of(picture: Picture) -> Iterator[Picture]:
    """The pages that share a sheet, from left to right; most often one."""
    gutter = find_gutter(picture.image)
    if gutter is None:
        yield picture
        return
    yield picture.cut(0, gutter)
    yield picture.cut(gutter, picture.image.width)


def find_gutter(image: Image.Image) -> int | None:
    """The column between two pages that stand side by side on a sheet; None where it is one page.

    A sheet wider than high is two pages if a band without print runs through its middle.
    """
    if image.width < WIDE * image.height:
        return None
    ink = _ink(image)
    columns = ink.sum(axis=0) / ink.shape[0]
    width = len(columns)
    middle = columns[int(width * (0.5 - GUTTER)) : int(width * (0.5 + GUTTER))]
    sides = columns[int(width * 0.1) : int(width * 0.9)]
    if middle.mean() > 0.1 * sides.mean():
        return None
    return image.width // 2


@dataclass(frozen=True)
class Print:
    """The ink of a reduced picture: the row and column of each dark dot, and how dark it is."""

    rows: npt.NDArray[np.float32]
    columns: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]

    @classmethod
    def of(cls, image: Image.Image) -> "Print":
        """The ink that stands out from the paper."""
        ink = _ink(image)
        rows, columns = np.nonzero(ink)
        return cls(rows.astype(np.float32), columns.astype(np.float32) - ink.shape[1] / 2, ink[rows, columns])

    def steepest(self, angles: npt.NDArray[np.float64]) -> tuple[float, float]:
        """The angle at which neighbouring rows differ most in ink, and by how much."""
        if not len(self.rows):
            return 0.0, 0.0
        contrasts = [self._contrast(float(angle)) for angle in angles]
        best = int(np.argmax(contrasts))
        return float(angles[best]), contrasts[best]

    def _contrast(self, angle: float) -> float:
        level = self.rows + np.float32(np.tan(np.radians(angle))) * self.columns
        rows = np.bincount((level - level.min()).astype(np.int32), self.weights)
        return float(np.square(np.diff(rows)).sum())


def _ink(image: Image.Image) -> npt.NDArray[np.float32]:
    """How dark each dot of a reduced picture is, 0 to 1, faint noise and shades left out."""
    shrink = max(1, round(max(image.size) / PROBE))
    dark = 1 - np.asarray(image.reduce(shrink), dtype=np.float32) / WHITE
    ink = dark - np.median(dark)
    return np.where(ink > FAINT, ink, np.float32(0))
