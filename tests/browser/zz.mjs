import { browser } from "./server.js";
const b = await browser();
const base = "file:///tmp/w/dev/";
for (const [name, path, act] of [
 ["align","alignment.html#threat=S0266&explain=T1082"],["alignm","alignment.html#threat=S0266&part=matrix"],["plan","alignment.html#threat=S0266&part=plan"],["empty","alignment.html"],["ctl","controls.html#source=sigma"],["thr","threats.html#threat=APT29"],["mx","matrix.html#threat=S0266&view=gap"],["search","search.html#words=kerberoasting"],["bad","alignment.html#threat=%3Cscript%3E"],["home","index.html"]]) {
 const p = await b.newPage({viewport:{width:1440,height:900}}); const wrong=[];
 p.on("pageerror",e=>wrong.push("E "+e.message+" "+(e.stack||"").split("\n")[1])); p.on("console",m=>m.type()==="error"&&wrong.push(m.text())); p.on("request",r=>{if(!r.url().startsWith(base))wrong.push(r.url())});
 const t=Date.now(); await p.goto(base+path); 
 if (name==="home") { await p.fill("form.big input","kerbero"); await p.waitForTimeout(1500); }
 await p.waitForTimeout(1500); 
 console.log(name, await p.title(), "rows", await p.locator("table[data-rows] tbody tr").count(), "cells", await p.locator(".cell").count(), wrong.slice(0,4));
 await p.screenshot({path:`/tmp/w/shot-${name}.png`}); await p.close();
}
await b.close();
