/** The city's calendar, checked against days announced by the State Council for 2026 and before. */
import * as other from 'chinese-workday';
import { addWorktime, isWorkday } from '../../shared/worktime.js';
import { cityCalendar } from './calendar.js';

const calendar = cityCalendar();

describe('the calendar of the city', () => {
  it('knows 国庆 and 春节 of 2026 by name', () => {
    expect(calendar.holidays['2026-10-01']).toBe('国庆节');
    expect(calendar.holidays['2026-02-17']).toBe('春节');
    for (let day = 1; day <= 7; day++) expect(isWorkday(`2026-10-0${day}`, calendar)).toBe(false);
    expect(isWorkday('2026-10-08', calendar)).toBe(true);
  });

  it('works the weekends that pay for holidays', () => {
    const of2026 = Object.keys(calendar.workingWeekends)
      .filter((day) => day.startsWith('2026'))
      .sort();
    expect(of2026).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);
    for (const day of of2026) expect(isWorkday(day, calendar)).toBe(true);
  });

  it('lists only Saturdays and Sundays as worked weekends', () => {
    const weekdays = Object.keys(calendar.workingWeekends).map((day) => new Date(`${day}T00:00:00Z`).getUTCDay());
    expect(weekdays.filter((weekday) => weekday !== 0 && weekday !== 6)).toEqual([]);
  });

  it('says which years it knows, and has plain weekends in others', () => {
    expect(calendar.knownYears[0]).toBe(2004);
    expect(calendar.knownYears).toContain(2026);
    expect(calendar.knownYears).not.toContain(2099);
    expect(isWorkday('2099-10-01', calendar)).toBe(true);
    expect(isWorkday('2099-10-03', calendar)).toBe(false);
  });

  it('carries a limit over 国庆', () => {
    const wednesday = new Date('2026-09-30T17:00:00+08:00');
    expect(addWorktime(wednesday, { amount: 2, unit: 'workHour' }, calendar)).toEqual(
      new Date('2026-10-08T10:00:00+08:00'),
    );
  });
});

/**
 * Where the other list of holidays, chinese-workday, says otherwise, and who is right: 'YYYY-MM-DD' → whether the State
 * Council has people work.
 */
const DISPUTED: Record<string, { worked: boolean; because: string }> = {
  '2018-01-01': { worked: false, because: '国办发明电〔2017〕12号：元旦放假，与周末连休；另一份缺这一天' },
  '2020-01-31': {
    worked: false,
    because: '国办发明电〔2020〕1号：因疫情春节假期延长至 2 月 2 日；另一份是延长前的安排',
  },
  '2020-02-01': { worked: false, because: '国办发明电〔2020〕1号：同上，原定的调休上班日取消' },
  '2023-01-03': { worked: true, because: '国办发明电〔2022〕16号：元旦放假到 1 月 2 日；另一份多放了一天' },
};

it('agrees with another list of holidays on every day from 2018 to 2026, but for those that are explained', () => {
  const differing: Record<string, boolean> = {};
  for (let day = Date.UTC(2018, 0, 1); day <= Date.UTC(2026, 11, 31); day += 86_400_000) {
    const name = new Date(day).toISOString().slice(0, 10);
    const ours = isWorkday(name, calendar);
    if (ours !== other.isWorkday(name)) differing[name] = ours;
  }
  const explained = Object.entries(DISPUTED).map(([day, { worked }]) => [day, worked]);
  expect(differing).toEqual(Object.fromEntries(explained));
});
