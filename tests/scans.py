"""Letters as people scan and fax them: PDFs whose pages are nothing but pictures."""

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

POINTS_PER_INCH = 72
WHITE = 255


@dataclass(frozen=True)
class Scanner:
    """How a page becomes a picture.

    Attributes:
        dpi: Dots per inch.
        angle: Degrees, anticlockwise, by which the paper lies askew.
        noise: Standard deviation of the grey levels (0 to 255).
        specks: Share of the dots that are black or white at random.
        blur: Radius, in dots, of a lens out of focus.
        quality: Of the JPEG.
    """

    dpi: int = 200
    angle: float = 0.0
    noise: float = 0.0
    specks: float = 0.0
    blur: float = 0.0
    quality: int = 95

    def picture(self, page: Image.Image, seed: int) -> Image.Image:
        """What the scanner makes of a page; the same seed gives the same noise."""
        image = page.convert("L")
        if self.angle:
            image = image.rotate(self.angle, Image.Resampling.BICUBIC, fillcolor=WHITE)
        if self.blur:
            image = image.filter(ImageFilter.GaussianBlur(self.blur))
        if self.noise or self.specks:
            chance = np.random.default_rng(seed)
            grey = np.asarray(image, dtype=np.float32) + chance.normal(0, self.noise, image.size[::-1])
            specks = chance.random(image.size[::-1]) < self.specks
            grey[specks] = chance.choice([0, WHITE], int(specks.sum()))
            image = Image.fromarray(grey.clip(0, WHITE).astype(np.uint8))
        return image


CLEAN = Scanner()
DEGRADED = Scanner(dpi=150, angle=1.5, noise=20, specks=0.002, quality=40)


def pictures(pdf: bytes, scanner: Scanner, seed: int = 0) -> list[Image.Image]:
    """The pages of a PDF, scanned."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=scanner.dpi / POINTS_PER_INCH).to_pil() for page in document]
    return [scanner.picture(page, seed + number) for number, page in enumerate(pages)]


def pdf_of_pictures(images: list[Image.Image], dpi: int, quality: int = 95) -> bytes:
    """A PDF that shows one picture a page, at its size."""
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", resolution=dpi, quality=quality, save_all=True, append_images=images[1:])
    return buffer.getvalue()


def scanned(pdf: bytes, scanner: Scanner = CLEAN, seed: int = 0) -> bytes:
    """A PDF as a scan of its print."""
    return pdf_of_pictures(pictures(pdf, scanner, seed), scanner.dpi, scanner.quality)
