/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JGraphT: Johnson's algorithm, and for bounded lengths that of Hawick and James, the only one
 * there that knows a bound. Loops are collected, as that is all it offers; where its version can
 * count without collecting, only Hawick and James's can. The best of several runs is after the
 * virtual machine has compiled what it wants to compile. peer_networkx.py tells more.
 */
import java.io.BufferedReader;
import java.io.FileReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.StringTokenizer;
import org.jgrapht.Graph;
import org.jgrapht.alg.cycle.HawickJamesSimpleCycles;
import org.jgrapht.alg.cycle.JohnsonSimpleCycles;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

public class PeerJgrapht
{
    static Graph<Integer, DefaultEdge> read(String path) throws Exception
    {
        Graph<Integer, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);

        try (BufferedReader in = new BufferedReader(new FileReader(path))) {
            int vertices = Integer.parseInt(in.readLine().split(" ")[0]);
            String line;

            for (int v = 0; v < vertices; v++)
                graph.addVertex(v);
            while ((line = in.readLine()) != null) {
                StringTokenizer ends = new StringTokenizer(line);

                graph.addEdge(Integer.valueOf(ends.nextToken()), Integer.valueOf(ends.nextToken()));
            }
        }
        return graph;
    }

    static List<List<Integer>> search(Graph<Integer, DefaultEdge> graph, int maxLength)
    {
        if (maxLength == 0)
            return new JohnsonSimpleCycles<>(graph).findSimpleCycles();
        HawickJamesSimpleCycles<Integer, DefaultEdge> search = new HawickJamesSimpleCycles<>(graph);
        search.setPathLimit(maxLength);
        return search.findSimpleCycles();
    }

    static long[] run(Graph<Integer, DefaultEdge> graph, boolean visit, int maxLength, int through)
    {
        long found = 0, total = 0;

        for (List<Integer> loop : search(graph, maxLength)) {
            if (through >= 0 && !loop.contains(through))
                continue;
            found++;
            if (visit)
                for (int v : loop)
                    total += v;
        }
        return new long[] { found, total };
    }

    static double seconds()
    {
        return 1e-9 * ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    public static void main(String[] args) throws Exception
    {
        if (args.length == 1) {
            // jgrapht-core-1.5.1.jar, the only name on the class path that begins so
            for (String path : System.getProperty("java.class.path").split(":")) {
                if (path.contains("jgrapht-core-"))
                    System.out.println(path.replaceAll(".*jgrapht-core-|[.]jar$", ""));
            }
            return;
        }
        Graph<Integer, DefaultEdge> graph = read(args[0]);
        double best = Double.POSITIVE_INFINITY, spent = 0;
        long[] answer = null;
        int runs = -1, often = 1;

        while (runs < 1 || (runs < 5 && spent < 4)) {
            double begin = seconds();

            for (int i = 0; i < often; i++)
                answer = run(graph, args[1].equals("visit"), Integer.parseInt(args[2]),
                             Integer.parseInt(args[3]));
            double seconds = (seconds() - begin) / often;
            best = Math.min(best, seconds);
            spent += often * seconds;
            if (++runs > 0)
                continue;
            if (seconds > 3)
                break;
            best = Double.POSITIVE_INFINITY; // that was the warm-up
            often = seconds < 0.5 ? 1 + (int)(0.5 / Math.max(seconds, 5e-3)) : 1;
        }
        runs = Math.max(runs, 1);
        System.out.println(answer[0] + " " + answer[1] + " " + best + " " + runs);
    }
}
