/** A flat plane in metres around one place: enough for a city, and what an SVG can draw. */
export interface Plane {
  /** Degrees to metres: x to the east, y to the south. */
  to(lng: number, lat: number): { x: number; y: number };
  from(x: number, y: number): { lng: number; lat: number };
}

const METRES = 111_320;

export function planeAround(lng0: number, lat0: number): Plane {
  const east = METRES * Math.cos((lat0 * Math.PI) / 180);
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return {
    to: (lng, lat) => ({ x: (lng - lng0) * east, y: (lat0 - lat) * METRES }),
    from: (x, y) => ({ lng: round(lng0 + x / east), lat: round(lat0 - y / METRES) }),
  };
}
