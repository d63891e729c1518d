import * as vl from "vega-lite"; import {readFileSync} from "fs";
const c=vl.compile(JSON.parse(readFileSync("/tmp/vega/vl/triangle.vl.json")),{logger:{warn(){return this},info(){return this},debug(){return this},error(){return this},level(){return this}}});
console.log(JSON.stringify(c.spec.marks.filter(m=>m.scales).map(m=>m.scales)[0],null,1).slice(0,1500)); console.log(JSON.stringify(c.spec.data.map(d=>[d.name,d.source,(d.transform||[]).map(t=>t.type)])));
