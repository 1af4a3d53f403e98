/** Any finite angle brought to [0, 360) degrees. NaN and infinities stay NaN. */
export function wrapDegrees(angleDeg: number): number {
  const wrapped = angleDeg % 360;
  const positive = wrapped < 0 ? wrapped + 360 : wrapped;
  // -1e-20 + 360 rounds to 360; -0 becomes 0.
  return positive >= 360 ? 0 : positive + 0;
}

export const degreesToRadians = (angleDeg: number): number => (angleDeg * Math.PI) / 180;
export const radiansToDegrees = (angleRad: number): number => (angleRad * 180) / Math.PI;
