/** The ratios of the set by month, as lines. Only this part of ECharts is loaded, and only when it is shown. */
import { LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { colors, tones } from '../../../shared/look.js';
import { FEW, type MeasureKey, measures, type Share, sayShare } from '../../../shared/measures.js';
import type { StatsRow } from '../../../shared/views.js';
import { fontFamily } from '../../lib/theme.js';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);
type Option = ComposeOption<LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>;

interface Props {
  /** One a month, in order. */
  rows: readonly StatsRow[];
  shown: readonly MeasureKey[];
}
const HEIGHT_PX = 150;
/** Told apart by the mark as well as by the colour; hollow where the cases are too few to compare. */
const LOOKS = [
  [tones.active.text, 'circle'],
  [tones.done.text, 'rect'],
  [tones.waiting.text, 'triangle'],
  [tones.stopped.text, 'diamond'],
  [colors.ink, 'pin'],
  [colors.placeholder, 'arrow'],
] as const;

export default function TrendLines({ rows, shown }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  useEffect(() => {
    const made = init(box.current);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current!);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(optionOf(rows, shown), true);
  }, [rows, shown]);
  const label = shown
    .map((key) => `${measures[key].label}：${rows.map((r) => `${r.name} ${sayShare(r.shares[key])}`).join('，')}`)
    .join('；');
  return <div ref={box} role="img" aria-label={`各月趋势。${label}`} style={{ height: HEIGHT_PX }} />;
}

function optionOf(rows: readonly StatsRow[], shown: readonly MeasureKey[]): Option {
  return {
    animation: false,
    textStyle: { fontFamily, color: colors.ink, fontSize: 12 },
    grid: { left: 48, right: 16, top: 30, bottom: 24, outerBoundsMode: 'none' },
    legend: { top: 0, left: 0, itemWidth: 18, textStyle: { color: colors.ink, fontSize: 12 } },
    xAxis: { type: 'category', data: rows.map((r) => r.name), axisLabel: { color: colors.ink2 } },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.5,
      axisLabel: { color: colors.ink2, formatter: (v: number) => `${v * 100}%` },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      formatter: (points) => {
        const row = rows[(Array.isArray(points) ? points[0] : points)?.dataIndex ?? 0];
        if (!row) return '';
        const line = (key: MeasureKey) =>
          `${measures[key].label} ${sayShare(row.shares[key])}（${row.shares[key].good} / ${row.shares[key].of}）`;
        return [row.name, ...shown.map(line)].join('\n');
      },
    },
    series: shown.map((key, i) => {
      const [color, symbol] = LOOKS[i % LOOKS.length] ?? LOOKS[0];
      return {
        type: 'line',
        name: measures[key].label,
        color,
        symbol,
        symbolSize: 8,
        data: rows.map(({ shares }) => pointOf(shares[key], symbol)),
      };
    }),
  };
}

const pointOf = ({ good, of }: Share, symbol: string) =>
  of === 0
    ? '-'
    : { value: good / of, symbol: of < FEW ? `empty${symbol[0].toUpperCase()}${symbol.slice(1)}` : symbol };
