import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-copy.ts';

/** Where recorded logs lie that are not part of the project. */
const folder = process.env['BEEWOLF_TEST_DATA'] ?? join(projectRoot, '../shared/data');

export const testData = (path: string): string => join(folder, path);
export const hasTestData = (path: string): boolean => existsSync(testData(path));
export const readTestData = (path: string): string => readFileSync(testData(path), 'utf8');
export const testDataIn = (path: string): readonly string[] => readdirSync(testData(path)).toSorted();
