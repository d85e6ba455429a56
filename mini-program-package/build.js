/*
 * Makes what the package holds: auth.js as it is, and its types, which are those that it declares in comments.
 */
'use strict'

const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const AUTH = path.join(__dirname, '..', 'mini-program', 'utils', 'auth.js')
const LICENSE = path.join(__dirname, '..', 'LICENSE')
const TARGET = path.join(__dirname, 'miniprogram_dist')

fs.rmSync(TARGET, { recursive: true, force: true })
fs.mkdirSync(TARGET)
fs.copyFileSync(AUTH, path.join(TARGET, 'index.js'))
fs.copyFileSync(LICENSE, path.join(__dirname, 'LICENSE'))
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', path.join(__dirname, 'tsconfig.build.json')],
  { stdio: ['ignore', 2, 2] })
