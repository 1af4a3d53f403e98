/** 850 -> "850 ms", 1500 -> "1.5 s", 125000 -> "2 min 5 s"; null -> an en dash. */
export function formatDurationMs(durationMs: number | null): string {
  if (durationMs === null) return "–";
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  const rest = seconds % 60 === 0 ? "" : ` ${seconds % 60} s`;
  return `${Math.floor(seconds / 60)} min${rest}`;
}
