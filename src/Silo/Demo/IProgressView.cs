namespace Prcl.Silo.Demo;

/// <summary>How a demo shows its progress.</summary>
internal interface IProgressView
{
    /// <summary>Says a line.</summary>
    void Say(string line);

    /// <summary>Runs work that tells what it sees about once a second.</summary>
    /// <param name="work">The work; is given what to tell it to.</param>
    Task Watch(Func<Action<DemoRecord>, Task> work);
}
