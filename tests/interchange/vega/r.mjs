import * as vega from "vega"; import * as vl from "vega-lite"; import {readFileSync, writeFileSync} from "fs"; import Ajv from "ajv";
const schema=JSON.parse(readFileSync("node_modules/vega-lite/build/vega-lite-schema.json"));
const ajv=new Ajv({allErrors:true,strict:false,allowUnionTypes:true}); ajv.addFormat("color-hex",()=>true); ajv.addFormat("uri",()=>true);
const validate=ajv.compile(schema);
for (const f of process.argv.slice(2)) {
  let spec; try { spec=JSON.parse(readFileSync(f)); } catch(e) {console.log(f,"JSON",e.message); continue;}
  if(!validate(spec)) console.log(f,"SCHEMA",validate.errors.slice(0,4).map(e=>e.instancePath+" "+e.message).join("; "), validate.errors.length);
  const w=[]; const logger={warn(...a){w.push(a.join(" "));return this},info(){return this},debug(){return this},error(...a){w.push("E:"+a.join(" "));return this},level(){return this}};
  try { const c=vl.compile(spec,{logger}); 
    const view=new vega.View(vega.parse(c.spec),{renderer:"none",logger}); const svg=await view.toSVG(); writeFileSync(f.replace(/\.vl\.json$/,".svg"),svg);
  } catch(e){ console.log(f,"FAIL",e.message); }
  for (const x of new Set(w)) console.log(f,"WARN",x);
}
