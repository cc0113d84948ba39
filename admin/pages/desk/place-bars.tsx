/** The bars of 各街道未结: late first, then in time. Only this part of ECharts is loaded, and only when it is shown. */
import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { colors, steps, tones } from '../../../shared/look.js';
import type { PlaceCount } from '../../../shared/views.js';
import { fontFamily } from '../../lib/theme.js';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);
type Option = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>;

interface Props {
  rows: readonly PlaceCount[];
  /** The whole chart in words. */
  label: string;
  onOpen: (row: PlaceCount, late: boolean) => void;
}
const ROW_PX = 28;
/** Six characters; longer names are cut, the tip and the table have them whole. */
const NAME_PX = 84;

export default function PlaceBars({ rows, label, onOpen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const latest = useRef({ rows, onOpen });
  latest.current = { rows, onOpen };

  useEffect(() => {
    const made = init(box.current);
    chart.current = made;
    // Anywhere in a row, name and number too: a bar of one case is too thin to hit.
    made.getZr().on('click', ({ offsetX, offsetY }) => {
      const [cases = 0, at = -1] = made.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]) ?? [];
      const row = latest.current.rows[at];
      if (row) latest.current.onOpen(row, cases > 0 && cases <= row.late);
    });
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current!);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(optionOf(rows));
    chart.current?.resize();
  }, [rows]);

  return <div ref={box} role="img" aria-label={label} style={{ height: rows.length * ROW_PX, cursor: 'pointer' }} />;
}

const bar = { type: 'bar', stack: 'open', barWidth: 12, cursor: 'pointer' } as const;

function optionOf(rows: readonly PlaceCount[]): Option {
  return {
    animation: false,
    textStyle: { fontFamily, color: colors.ink, fontSize: 13 },
    grid: { left: NAME_PX + 8, right: 64, top: 0, bottom: 0, outerBoundsMode: 'none' },
    xAxis: { type: 'value', show: false, max: Math.max(...rows.map((r) => r.open)) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((r) => r.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colors.ink, fontSize: 13, width: NAME_PX, overflow: 'truncate' },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'none' },
      renderMode: 'richText',
      confine: true,
      formatter: (points) => {
        const row = rows[(Array.isArray(points) ? points[0] : points)?.dataIndex ?? 0];
        return row ? `${row.name}\n未结 ${row.open} 件，其中超期 ${row.late} 件` : '';
      },
    },
    series: [
      { ...bar, name: '超期', itemStyle: { color: tones.late.text }, data: rows.map((r) => r.late) },
      {
        ...bar,
        name: '未超期',
        itemStyle: { color: steps[3] },
        data: rows.map((r) => r.open - r.late),
        label: {
          show: true,
          position: 'right',
          color: colors.ink2,
          formatter: ({ dataIndex }) => {
            const row = rows[dataIndex];
            return !row ? '' : row.late > 0 ? `${row.open}（${row.late}）` : String(row.open);
          },
        },
      },
    ],
  };
}
