namespace Prcl.Unit.Infra;

/// <summary>A Dockerfile, read instruction by instruction.</summary>
/// <param name="Stages">Its stages, in order.</param>
internal sealed record Dockerfile(IReadOnlyList<Dockerfile.Stage> Stages)
{
    /// <summary>Where it is, from the repository's root.</summary>
    public const string Place = "infra/docker/Dockerfile";

    private static readonly string[] Keywords =
        ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

    /// <summary>Reads the project's own.</summary>
    public static Dockerfile Load() => Parse(InfraFolder.Read(Place));

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">A line is no instruction, or stands before the first FROM.</exception>
    public static Dockerfile Parse(string text)
    {
        var stages = new List<Stage>();
        foreach (var line in Joined(text))
        {
            var (keyword, arguments) = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var k, var a]
                ? (k, a) : throw new FormatException($"'{line}' has no arguments.");
            if (!Keywords.Contains(keyword))
            {
                throw new FormatException($"'{keyword}' is no instruction.");
            }

            if (keyword == "FROM")
            {
                var words = arguments.Split(' ');
                stages.Add(words is [var image, "AS", var name] ? new Stage(name, image, []) : throw new FormatException($"'{line}' names no stage."));
            }
            else if (stages.Count > 0)
            {
                stages[^1].Instructions.Add((keyword, arguments));
            }
            else
            {
                throw new FormatException($"'{line}' stands before the first FROM.");
            }
        }

        return new Dockerfile(stages);
    }

    /// <summary>A stage and those that it stands on, the last one first.</summary>
    public IEnumerable<Stage> Ancestry(string name)
    {
        for (var stage = Stages.FirstOrDefault(s => s.Name == name); stage is not null; stage = Stages.FirstOrDefault(s => s.Name == stage.From))
        {
            yield return stage;
        }
    }

    /// <summary>The last instruction of a kind that holds in a stage; null when there is none.</summary>
    public string? Last(string stage, string keyword) => Ancestry(stage).SelectMany(s => s.Instructions.AsEnumerable().Reverse())
        .Where(i => i.Keyword == keyword).Select(i => i.Arguments).FirstOrDefault();

    private static IEnumerable<string> Joined(string text)
    {
        var line = "";
        foreach (var part in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            line += part.TrimEnd('\\');
            if (part[^1] != '\\')
            {
                yield return line;
                line = "";
            }
        }
    }

    /// <summary>A stage.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="From">The image or stage that it stands on.</param>
    /// <param name="Instructions">What it does.</param>
    internal sealed record Stage(string Name, string From, List<(string Keyword, string Arguments)> Instructions);
}
