/** The sign of 格治: four grids. */
export function Brand() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <rect width="16" height="16" rx="3" fill="currentColor" />
      <path d="M3 6h10M3 10h10M6 3v10M10 3v10" stroke="#fff" strokeWidth="1.2" />
    </svg>
  );
}
