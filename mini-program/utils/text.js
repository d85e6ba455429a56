/*
 * What people read.
 */
const FAILURES = {
  network_error: '网络不通，请稍后再试',
  invalid_response: '网络异常，请检查网络连接',
  temporarily_unavailable: '服务繁忙，请稍后再试',
  server_error: '服务出错了，请稍后再试',
  access_denied: '登录被拒绝，账号可能已停用',
  insufficient_scope: '没有使用此功能的权限',
  logged_out: '请先登录'
}

const twoDigits = number => (number < 10 ? '0' : '') + number

/** Writes an instant (ISO 8601) in the time of this phone. */
function time(instant) {
  const date = new Date(instant)
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ` +
    `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

/** Writes an amount of fen in yuan. */
function price(fen) {
  return `¥${(fen / 100).toFixed(2)}`
}

function explain(failure) {
  return FAILURES[failure.error] || failure.description || '操作失败，请稍后再试'
}

function tell(failure) {
  wx.showToast({ title: explain(failure), icon: 'none' })
}

module.exports = { time, price, explain, tell }
