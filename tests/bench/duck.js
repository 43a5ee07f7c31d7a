// duck.js FOLDER csv|json FILE THREADS: DuckDB from FOLDER/node_modules; count, errors, mean and five percentiles a label.
const [, , folder, kind, file, threads] = process.argv;
const { DuckDBInstance } = require(`${folder}/node_modules/@duckdb/node-api`);
const figures = (value) => `count(*), avg(${value}), quantile_cont(${value}, [0.5, 0.9, 0.95, 0.99, 0.999]), ` +
	`min(${value}), max(${value})`;
const queries = {
	csv: `select label, count(*) filter (not success), ${figures("elapsed")} from read_csv('${file}') group by label`,
	json: `select data.tags.name, ${figures("data.value")} from read_json('${file}', format = 'newline_delimited', ` +
		`columns = {metric: 'VARCHAR', data: 'STRUCT(value DOUBLE, tags STRUCT(name VARCHAR))'}) ` +
		`where metric = 'http_req_duration' group by 1`,
};
(async () => {
	const duck = await DuckDBInstance.create(":memory:", { threads });
	const connection = await duck.connect();
	const answer = await connection.runAndReadAll(queries[kind]);
	console.log(answer.getRows().length, "labels");
})();
