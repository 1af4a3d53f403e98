import type { BandShape } from "@/lib/astro/bands";

/** The part of a canvas (or of zrender's path recorder) that outlines need. */
export type Pen = {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number, anticlockwise?: boolean): void;
  closePath(): void;
};

export type Outline = (pen: Pen, x: number, y: number, radius: number) => void;

const turn = Math.PI * 2;

const ring: Outline = (pen, x, y, radius) => {
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, turn);
  pen.closePath();
};

/** A circle with a hole, for bands without a shape of their own. */
const annulus: Outline = (pen, x, y, radius) => {
  ring(pen, x, y, radius * 1.1);
  pen.moveTo(x + radius * 0.5, y);
  pen.arc(x, y, radius * 0.5, turn, 0, true);
  pen.closePath();
};

/** A closed polygon with `corners` at the given radii (in turn), the first at `startTurns` clockwise from north. */
function polygon(corners: number, startTurns: number, radii: readonly number[]): Outline {
  const unit = Array.from({ length: corners }, (_, i) => {
    const angle = (startTurns + i / corners) * turn;
    const size = radii[i % radii.length] ?? 1;
    return [Math.sin(angle) * size, -Math.cos(angle) * size] as const;
  });
  return (pen, x, y, radius) => {
    unit.forEach(([dx, dy], i) => {
      if (i === 0) pen.moveTo(x + dx * radius, y + dy * radius);
      else pen.lineTo(x + dx * radius, y + dy * radius);
    });
    pen.closePath();
  };
}

/** A plus of closed arms, so that it can be filled, hollow or ringed like every other marker. */
function arms(rotationTurns: number): Outline {
  const half = 0.36;
  const arm = [
    [half, -half],
    [half, -1.1],
    [-half, -1.1],
  ] as const;
  // One arm, turned by quarters against the clock.
  const corners = [0, 1, 2, 3].flatMap((quarter) =>
    arm.map(([dx, dy]) => {
      if (quarter === 0) return [dx, dy] as const;
      if (quarter === 1) return [dy, -dx] as const;
      return quarter === 2 ? ([-dx, -dy] as const) : ([-dy, dx] as const);
    }),
  );
  const [cos, sin] = [Math.cos(rotationTurns * turn), Math.sin(rotationTurns * turn)];
  const unit = corners.map(([dx, dy]) => [dx * cos - dy * sin, dx * sin + dy * cos] as const);
  return (pen, x, y, radius) => {
    unit.forEach(([dx, dy], i) => {
      if (i === 0) pen.moveTo(x + dx * radius, y + dy * radius);
      else pen.lineTo(x + dx * radius, y + dy * radius);
    });
    pen.closePath();
  };
}

/** Radii are chosen so that all shapes look equally heavy. */
export const outlines = {
  circle: ring,
  "triangle-up": polygon(3, 0, [1.25]),
  "triangle-down": polygon(3, 0.5, [1.25]),
  square: polygon(4, 0.125, [1.25]),
  star: polygon(10, 0, [1.4, 0.6]),
  pentagon: polygon(5, 0, [1.15]),
  diamond: polygon(4, 0, [1.3]),
  plus: arms(0),
  cross: arms(0.125),
  "circle-open": annulus,
} as const satisfies Record<BandShape, Outline>;

/** A limit: a short stem towards fainter (down) that ends in an open chevron. */
export const limitStem: Outline = (pen, x, y, radius) => {
  const end = y + radius * 2.4;
  pen.moveTo(x, y);
  pen.lineTo(x, end);
  pen.moveTo(x - radius * 0.8, end - radius * 0.9);
  pen.lineTo(x, end);
  pen.lineTo(x + radius * 0.8, end - radius * 0.9);
};
