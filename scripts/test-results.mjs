// @ts-check
import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Tally */

/** @param {string} path @returns {any} */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** What Vitest's JSON report counts; a file that does not even load is one failure. @param {string} path @returns {Tally} */
export function vitestTally(path) {
  const report = readReport(path);
  /** @type {{ status: string, assertionResults: { status: string, fullName: string }[] }[]} */
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const broken = files.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + broken.length,
    skipped: tests
      .filter(({ status }) => !["passed", "failed"].includes(status))
      .map(({ fullName }) => fullName.trim()),
  };
}

/**
 * @typedef {{ title: string, suites?: Suite[], specs?: { title: string, tests: { status: string, projectName: string }[] }[] }} Suite
 */

/** @param {Suite} suite @param {string} before @returns {{ status: string, name: string }[]} */
function testsIn(suite, before) {
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ status, projectName }) => ({ status, name: `${before}${title} [${projectName}]` })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, `${before}${inner.title} › `))];
}

/** What Playwright's JSON report counts; a flaky test is a failed one. @param {string} path @returns {Tally} */
export function playwrightTally(path) {
  const report = readReport(path);
  /** @type {Suite[]} */
  const suites = report?.suites ?? [];
  const tests = suites.flatMap((suite) => testsIn(suite, ""));
  const failed = tests.filter(({ status }) => status === "unexpected" || status === "flaky").length;
  return {
    passed: tests.filter(({ status }) => status === "expected").length,
    failed: failed + (tests.length === 0 ? (report?.errors ?? []).length : 0),
    skipped: tests.filter(({ status }) => status === "skipped").map(({ name }) => name),
  };
}
