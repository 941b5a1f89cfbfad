namespace Prcl.Silo.Demo;

/// <summary>Progress for a file or a pipe: a plain line every ten seconds, no control characters.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">Tells when ten seconds have passed.</param>
internal sealed class PlainView(TextWriter output, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public void Say(string line)
    {
        output.WriteLine(string.Concat(line.Where(c => !char.IsControl(c))));
        output.Flush();
    }

    /// <inheritdoc/>
    public Task Watch(Func<Action<DemoRecord>, Task> work) => work(record =>
    {
        var now = time.GetUtcNow();
        if (now >= _next && record.FirstStep is not null)
        {
            _next = now + Period;
            Say(ProgressText.Line(record, now));
        }
    });
}
