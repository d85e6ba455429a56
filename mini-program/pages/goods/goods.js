const api = require('../../utils/api')
const text = require('../../utils/text')

const SIZE = 20

Page({
  data: {
    categories: [
      { id: '', text: '全部' },
      { id: 'tea', text: '茶' },
      { id: 'snacks', text: '零食' },
      { id: 'stationery', text: '文具' },
      { id: 'household', text: '家居' },
      { id: 'care', text: '个护' },
      { id: 'toys', text: '玩具' }
    ],
    category: 0,
    q: '',
    items: /** @type {any[]} */ ([]),
    message: ''
  },

  page: 0,
  total: 0,
  latest: /** @type {any} */ (null),

  onShow() {
    if (this.data.items.length === 0) {
      this.find()
    }
  },

  search(event) {
    this.setData({ q: event.detail.value })
    this.find()
  },

  chooseCategory(event) {
    this.setData({ category: Number(event.detail.value) })
    this.find()
  },

  onReachBottom() {
    if (this.data.items.length < this.total) {
      this.load(this.page + 1)
    }
  },

  find() {
    this.setData({ items: [], message: '' })
    this.load(0)
  },

  load(page) {
    const { q, category, categories } = this.data
    // An answer to an earlier search may arrive after the one to a later search.
    const query = { q, category: categories[category].id, page, size: SIZE }
    this.latest = query
    return api.goods(query).then(found => {
      if (query === this.latest) {
        this.page = page
        this.total = found.total
        const items = found.items.map(good => Object.assign({ price: text.price(good.priceFen) }, good))
        this.setData({
          items: this.data.items.concat(items),
          message: found.total === 0 ? '没有找到商品' : ''
        })
      }
    }).catch(failure => {
      if (query === this.latest) {
        this.setData({ message: text.explain(failure) })
      }
    })
  }
})
